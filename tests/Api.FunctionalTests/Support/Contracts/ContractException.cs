namespace VideoChat.Api.FunctionalTests.Support.Contracts;

/// <summary>What went over the wire is not what the documents say.</summary>
internal sealed class ContractException(string message) : Exception(message);
