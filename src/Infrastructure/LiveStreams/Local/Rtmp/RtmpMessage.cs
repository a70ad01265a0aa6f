namespace VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

/// <param name="Timestamp">The timestamp in milliseconds. It wraps around.</param>
/// <param name="Payload">The payload. It is valid until the next message is read.</param>
internal readonly record struct RtmpMessage(byte Type, uint StreamId, uint Timestamp, ReadOnlyMemory<byte> Payload);

internal static class RtmpMessageType
{
    public const byte SetChunkSize = 1;
    public const byte Abort = 2;
    public const byte Acknowledgement = 3;
    public const byte UserControl = 4;
    public const byte WindowSize = 5;
    public const byte PeerBandwidth = 6;
    public const byte Audio = 8;
    public const byte Video = 9;
    public const byte Amf3Command = 17;
    public const byte Data = 18;
    public const byte Command = 20;
}
