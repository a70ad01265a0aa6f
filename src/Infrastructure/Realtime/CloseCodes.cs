namespace VideoChat.Infrastructure.Realtime;

/// <summary>
/// Why a socket was closed. Come back, with <c>?after=</c> and after a random wait: 1001, 1006, 1011, 1012, 4008, 4029.
/// Do not come back: 1003, 1007, 1009, 4004.
/// </summary>
public static class CloseCodes
{
    /// <summary>The peer closed without a reason, and so do we.</summary>
    public const int Normal = 1000;

    /// <summary>No WebSocket frame; the framework sends it by itself.</summary>
    public const int ProtocolError = 1002;

    /// <summary>A binary frame; only text is understood.</summary>
    public const int UnsupportedData = 1003;

    /// <summary>A text that is not UTF-8; the framework sends it by itself.</summary>
    public const int InvalidText = 1007;

    /// <summary>A text that is larger than a message may be.</summary>
    public const int MessageTooBig = 1009;

    /// <summary>The server failed; come back.</summary>
    public const int InternalError = 1011;

    /// <summary>The server is going away, or its database is not available; come back, to another or to the next one.</summary>
    public const int ServiceRestart = 1012;

    /// <summary>The room or the user does not exist.</summary>
    public const int NotFound = 4004;

    /// <summary>The connection did not read fast enough and its queue is full; come back.</summary>
    public const int SlowConsumer = 4008;

    /// <summary>Too many sockets from one address, or too many frames on one socket or from one address; come back later.</summary>
    public const int TooMany = 4029;
}
