namespace VideoChat.Infrastructure.Videos.Local.Live.Rtmp;

/// <summary>The peer does not speak RTMP as we take it. The message says what is wrong and carries nothing that was sent.</summary>
internal sealed class RtmpException(string message) : Exception(message);
