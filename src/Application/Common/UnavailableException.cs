namespace VideoChat.Application.Common;

/// <summary>
/// What was asked for could not be stored now and was not; the same request may be sent again. Clients see a sentence,
/// the cause goes to the log.
/// </summary>
public sealed class UnavailableException(Exception? cause = null)
    : Exception("The service is not available at the moment. Send the request again.", cause);
