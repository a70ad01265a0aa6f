namespace VideoChat.Api.Controllers.Attributes;

/// <summary>
/// Declares an error of an action, for the OpenAPI document. Errors that all actions of a kind share are added there.
/// </summary>
/// <param name="status">The HTTP status.</param>
/// <param name="detail">The <c>detail</c> as sent; for a 422 "field must be …".</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
internal sealed class RefusesAttribute(int status, string detail) : Attribute
{
    public Refusal Refusal => new(status, detail);
}

internal sealed record Refusal(int Status, string Detail);

/// <summary>The action calls the video provider, which can fail.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AsksVideoProviderAttribute : Attribute;
