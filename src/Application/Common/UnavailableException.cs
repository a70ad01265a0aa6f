namespace VideoChat.Application.Common;

/// <summary>
/// Data cannot be stored or read at the moment; the request can be sent again. Nothing was stored, unless the database became unreachable
/// during a commit. Clients get a generic sentence; the cause is logged.
/// </summary>
public sealed class UnavailableException(Exception? cause = null)
    : Exception("The service is not available at the moment. Send the request again.", cause);
