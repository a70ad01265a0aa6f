namespace VideoChat.Application.Realtime;

/// <summary>The codes of an error frame.</summary>
public static class ErrorCodes
{
    /// <summary>The frame is no JSON.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>The frame is JSON and breaks a rule.</summary>
    public const string InvalidMessage = "invalid_message";

    /// <summary>The frame's <c>type</c> is none that a client may send.</summary>
    public const string UnsupportedType = "unsupported_type";

    /// <summary>The socket sends more than its limit; the frame was dropped.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The client id was used before, with other content.</summary>
    public const string Conflict = "conflict";

    /// <summary>Not stored; send it again with the same client id.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>Our fault; the log says more.</summary>
    public const string Internal = "internal";

    public static IReadOnlyList<string> All { get; } =
        [InvalidJson, InvalidMessage, UnsupportedType, RateLimited, Conflict, Unavailable, Internal];
}
