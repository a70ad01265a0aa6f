namespace VideoChat.Application.Realtime;

/// <summary>The codes of an error frame.</summary>
public static class ErrorCodes
{
    /// <summary>The frame is not valid JSON.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>The frame is valid JSON but breaks a rule.</summary>
    public const string InvalidMessage = "invalid_message";

    /// <summary>The frame's <c>type</c> is not one that a client may send.</summary>
    public const string UnsupportedType = "unsupported_type";

    /// <summary>The socket exceeded its rate limit. The frame was dropped.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The client id was used before with other content.</summary>
    public const string Conflict = "conflict";

    /// <summary>The message was not stored, or the outcome is unknown. Send it again with the same client id.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>An error in the server. The log has the details.</summary>
    public const string Internal = "internal";

    public static IReadOnlyList<string> All { get; } =
        [InvalidJson, InvalidMessage, UnsupportedType, RateLimited, Conflict, Unavailable, Internal];
}
