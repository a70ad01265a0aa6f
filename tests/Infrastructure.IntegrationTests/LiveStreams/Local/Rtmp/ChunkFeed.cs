using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Rtmp;

/// <summary>A received message, with a copy of its bytes.</summary>
internal sealed record WholeMessage(byte Type, uint StreamId, uint Timestamp, byte[] Payload);

internal static class ChunkFeed
{
    /// <summary>Passes the bytes to the reader in pieces, as a socket does, and returns the messages.</summary>
    public static List<WholeMessage> ReadAll(this ChunkReader reader, ReadOnlySpan<byte> bytes, int pieceLength)
    {
        var messages = new List<WholeMessage>();
        byte[] held = [];
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(pieceLength, bytes.Length)];
            bytes = bytes[piece.Length..];
            held = [.. held, .. piece];
            while (true)
            {
                var isWhole = reader.TryRead(held, out var consumed, out var message);
                held = held[consumed..];
                if (!isWhole)
                    break;
                messages.Add(new WholeMessage(message.Type, message.StreamId, message.Timestamp, message.Payload.ToArray()));
            }
            Assert.That(held, Has.Length.LessThan(ChunkReader.MaxHeaderLength));
            Assert.That(reader.Buffered, Is.LessThanOrEqualTo(reader.MaxBuffered));
        }
        return messages;
    }
}
