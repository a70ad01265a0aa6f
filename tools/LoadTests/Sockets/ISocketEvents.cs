namespace VideoChat.LoadTests.Sockets;

/// <summary>The events of a socket. The thread that serves all sockets raises them.</summary>
internal interface ISocketEvents
{
    void OnText(ReadOnlySpan<byte> payload, long receivedAt);

    /// <summary>All frames of a read were passed on. This is a good moment to answer in one write.</summary>
    void OnRead();

    /// <param name="code">The code of the close frame, or null if the connection ended without one.</param>
    void OnClosed(int? code);
}
