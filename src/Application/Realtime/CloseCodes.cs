namespace VideoChat.Application.Realtime;

/// <summary>
/// The close codes of sockets. Clients reconnect with <c>?after=</c> and a random delay after 1001, 1006, 1011, 1012, 4008 and
/// 4029. They do not reconnect after 1003, 1007, 1009 and 4004.
/// </summary>
public static class CloseCodes
{
    /// <summary>The peer closed the socket normally or without a code.</summary>
    public const int Normal = 1000;

    /// <summary>The peer violated the WebSocket protocol. ASP.NET Core sends this code.</summary>
    public const int ProtocolError = 1002;

    /// <summary>The peer sent a binary message. Only text is supported.</summary>
    public const int UnsupportedData = 1003;

    /// <summary>The peer sent text that is not valid UTF-8. ASP.NET Core sends this code.</summary>
    public const int InvalidText = 1007;

    /// <summary>The peer sent a message that exceeds the size limit.</summary>
    public const int MessageTooBig = 1009;

    /// <summary>An unexpected error occurred in the server.</summary>
    public const int InternalError = 1011;

    /// <summary>The server is stopping, or its database is unavailable.</summary>
    public const int ServiceRestart = 1012;

    public const int NotFound = 4004;

    /// <summary>The send queue is full because the peer reads too slowly.</summary>
    public const int SlowConsumer = 4008;

    /// <summary>The IP address has too many sockets, or the socket or its address sent too many frames.</summary>
    public const int TooMany = 4029;
}
