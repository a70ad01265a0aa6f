namespace VideoChat.Infrastructure.Videos.Local.Live.Rtmp;

/// <summary>A command, as far as an ingest cares.</summary>
/// <param name="Name">connect, createStream, publish …</param>
/// <param name="Transaction">What an answer must repeat; 0 where none is expected.</param>
/// <param name="App">Of connect.</param>
/// <param name="StreamName">Of publish: what the encoder proves itself by.</param>
internal sealed record RtmpCommand(string Name, double Transaction, string? App, string? StreamName)
{
    public static RtmpCommand Read(RtmpMessage message)
    {
        var payload = message.Payload.Span;
        if (message.Type == RtmpMessageType.Amf3Command && !payload.IsEmpty)
            payload = payload[1..];

        var reader = new Amf0Reader(payload);
        var name = reader.ReadString();
        // FCPublish and the like come without a number from some encoders.
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
