namespace VideoChat.Application.Common;

/// <summary>
/// The exception that is thrown when data cannot be stored or read at the moment. The client can retry. Nothing was stored, unless
/// the connection to the database was lost during a commit.
/// </summary>
public sealed class UnavailableException(Exception? cause = null)
    : Exception("The service is not available at the moment. Send the request again.", cause);
