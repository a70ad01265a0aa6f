namespace VideoChat.LoadTests.Sockets;

/// <summary>What comes from a socket; called by the one thread that serves all sockets.</summary>
internal interface ISocketEvents
{
    void OnText(ReadOnlySpan<byte> payload, long receivedAt);

    /// <summary>All that one read brought has been handed over; a good moment to answer in one write.</summary>
    void OnRead();

    /// <param name="code">The close frame's; null where the connection just ended.</param>
    void OnClosed(int? code);
}
