namespace VideoChat.Api.Controllers.Attributes;

/// <summary>
/// Declares an error of an action for the OpenAPI document. Errors that all actions of a kind share need no declaration.
/// </summary>
/// <param name="status">The HTTP status.</param>
/// <param name="detail">The <c>detail</c> of the response. For 422 it starts with the name of the field.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
internal sealed class RefusesAttribute(int status, string detail) : Attribute
{
    public Refusal Refusal => new(status, detail);
}

internal sealed record Refusal(int Status, string Detail);

/// <summary>
/// Marks an action that calls the video provider, so that the OpenAPI document lists the errors of a failed call.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CallsVideoProviderAttribute : Attribute;
