namespace VideoChat.Application.Realtime;

public static class ErrorCodes
{
    public const string InvalidJson = "invalid_json";

    /// <summary>The frame is valid JSON but violates a rule.</summary>
    public const string InvalidMessage = "invalid_message";

    /// <summary>The frame has a <c>type</c> that clients cannot send.</summary>
    public const string UnsupportedType = "unsupported_type";

    /// <summary>The socket or its address exceeded a rate limit, and the frame was dropped.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>An earlier message with the same client id has different content.</summary>
    public const string Conflict = "conflict";

    /// <summary>The message was not stored, or the outcome is unknown. The client should retry with the same client id.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>An unexpected error occurred in the server. The server's log has the details.</summary>
    public const string Internal = "internal";

    public static IReadOnlyList<string> All { get; } =
        [InvalidJson, InvalidMessage, UnsupportedType, RateLimited, Conflict, Unavailable, Internal];
}
