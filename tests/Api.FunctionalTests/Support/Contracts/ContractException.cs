namespace VideoChat.Api.FunctionalTests.Support.Contracts;

/// <summary>The exception that is thrown if traffic does not match the OpenAPI or AsyncAPI document.</summary>
internal sealed class ContractException(string message) : Exception(message);
