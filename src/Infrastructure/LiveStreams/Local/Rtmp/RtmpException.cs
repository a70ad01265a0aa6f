namespace VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

/// <summary>The peer violates the protocol. The message says how and contains no received data.</summary>
internal sealed class RtmpException(string message) : Exception(message);
