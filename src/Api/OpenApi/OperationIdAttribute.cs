namespace VideoChat.Api.OpenApi;

/// <summary>The operation's name in the document, from which clients are generated: in camelCase, unique, never changed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperationIdAttribute(string id) : Attribute
{
    public string Id => id;
}
