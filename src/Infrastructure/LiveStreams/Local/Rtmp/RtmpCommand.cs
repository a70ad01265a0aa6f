namespace VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

/// <param name="Transaction">The transaction id that the response must repeat; 0 if no response is expected.</param>
/// <param name="StreamName">The stream name in a <c>publish</c> command, used as the stream key; null in other commands.</param>
internal sealed record RtmpCommand(string Name, double Transaction, string? App, string? StreamName)
{
    public static RtmpCommand Read(RtmpMessage message)
    {
        var payload = message.Payload.Span;
        if (message.Type == RtmpMessageType.Amf3Command && !payload.IsEmpty)
            payload = payload[1..];

        var reader = new Amf0Reader(payload);
        var name = reader.ReadString();
        // The transaction id is optional, because some encoders send FCPublish and similar commands without one.
        var transaction = reader.IsAtEnd ? 0 : reader.ReadNumber();
        switch (name)
        {
            case "connect":
                return new RtmpCommand(name, transaction, reader.ReadObjectString("app"), null);
            case "publish":
                reader.Skip();
                return new RtmpCommand(name, transaction, null, reader.ReadString());
            default:
                return new RtmpCommand(name, transaction, null, null);
        }
    }
}
