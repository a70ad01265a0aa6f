namespace VideoChat.Api.FunctionalTests.Support.Contracts;

/// <summary>Traffic does not match the OpenAPI or AsyncAPI document.</summary>
internal sealed class ContractException(string message) : Exception(message);
