namespace VideoChat.Api.Controllers.Attributes;

/// <summary>The name of the operation in generated clients: camelCase, unique, never changed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperationIdAttribute(string id) : Attribute
{
    public string Id => id;
}
