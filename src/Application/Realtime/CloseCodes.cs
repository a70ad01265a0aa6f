namespace VideoChat.Application.Realtime;

/// <summary>
/// The close codes of sockets. Clients reconnect after 1001, 1006, 1011, 1012, 4008 and 4029, with <c>?after=</c> and after a random
/// delay. They do not reconnect after 1003, 1007, 1009 and 4004.
/// </summary>
public static class CloseCodes
{
    /// <summary>The peer closed without a code.</summary>
    public const int Normal = 1000;

    /// <summary>Invalid WebSocket data; sent by the framework.</summary>
    public const int ProtocolError = 1002;

    /// <summary>A binary message; only text is supported.</summary>
    public const int UnsupportedData = 1003;

    /// <summary>A text message that is not valid UTF-8; sent by the framework.</summary>
    public const int InvalidText = 1007;

    /// <summary>A text message over the size limit.</summary>
    public const int MessageTooBig = 1009;

    /// <summary>The server failed.</summary>
    public const int InternalError = 1011;

    /// <summary>The server is stopping, or its database is not available.</summary>
    public const int ServiceRestart = 1012;

    /// <summary>The room or the user does not exist.</summary>
    public const int NotFound = 4004;

    /// <summary>The connection does not read fast enough and its send queue is full.</summary>
    public const int SlowConsumer = 4008;

    /// <summary>Too many sockets of one address, or too many frames of one socket or one address.</summary>
    public const int TooMany = 4029;
}
