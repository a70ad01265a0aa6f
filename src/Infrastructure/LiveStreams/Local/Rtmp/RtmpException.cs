namespace VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

/// <summary>The exception that is thrown if a peer violates the protocol. The message contains no received data.</summary>
internal sealed class RtmpException(string message) : Exception(message);
