namespace VideoChat.Application.Common;

/// <summary>
/// What was asked for could not be stored or read now; the same request may be sent again. Nothing was stored, unless the
/// database went away in the middle of a commit and stayed away. Clients see a sentence, the cause goes to the log.
/// </summary>
public sealed class UnavailableException(Exception? cause = null)
    : Exception("The service is not available at the moment. Send the request again.", cause);
