namespace VideoChat.Api.OpenApi;

/// <summary>
/// An error that an action answers with, for the document. What all actions of a kind answer with is in
/// <see cref="CommonRefusals"/> and need not be said here.
/// </summary>
/// <param name="status">The HTTP status.</param>
/// <param name="detail">The <c>detail</c>, as it is sent; of a 422 "field must be …".</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
internal sealed class RefusesAttribute(int status, string detail) : Attribute
{
    public Refusal Refusal => new(status, detail);
}

internal sealed record Refusal(int Status, string Detail);

/// <summary>The action asks the video provider, which may fail.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AsksVideoProviderAttribute : Attribute;
