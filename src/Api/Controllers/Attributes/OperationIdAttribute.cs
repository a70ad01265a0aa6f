namespace VideoChat.Api.Controllers.Attributes;

/// <summary>The unique camelCase name of an operation in generated clients. The name must never change.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperationIdAttribute(string id) : Attribute
{
    public string Id => id;
}
