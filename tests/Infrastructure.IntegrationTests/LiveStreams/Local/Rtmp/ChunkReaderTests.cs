using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Rtmp;

public sealed class ChunkReaderTests
{
    [TestCase(1)]
    [TestCase(7)]
    [TestCase(10_000)]
    public void ReadAll_WhenARecordingComesInPieces_FindsItsMessages(int pieceLength)
    {
        var messages = new ChunkReader().ReadAll(Recording.Bytes, pieceLength);

        Assert.That(messages[0].Type, Is.EqualTo(RtmpMessageType.Command));
        Assert.That(messages, Has.Some.Matches<WholeMessage>(m => m.Type == RtmpMessageType.Data));
        Assert.That(messages.Count(m => m.Type == RtmpMessageType.Command), Is.EqualTo(5));
    }

    [FsCheck.NUnit.Property]
    public void ReadAll_WhenChunksAndPiecesHaveAnySize_PutsTheMessageTogether(byte[] payload, byte chunkSize, byte pieceLength, byte id)
    {
        var size = chunkSize + 1;
        var chunks = Chunks.SetChunkSize(size).Concat(Chunks.Of(payload, size, 2 + id, timestamp: 0x0102_0304)).ToArray();

        var messages = new ChunkReader().ReadAll(chunks, pieceLength + 1);

        Assert.That(messages, Has.Count.EqualTo(1));
        Assert.That(messages[0].Payload, Is.EqualTo(payload));
        Assert.That(messages[0].Timestamp, Is.EqualTo(0x0102_0304));
    }

    [FsCheck.NUnit.Property(MaxTest = 2_000)]
    public void ReadAll_WhenBytesAreArbitrary_RefusesOrWaits(byte[] bytes, byte pieceLength) =>
        ReadOrRefuse(bytes, pieceLength + 1);

    [FsCheck.NUnit.Property(MaxTest = 2_000)]
    public void ReadAll_WhenARecordingIsSpoilt_RefusesOrWaits(byte[] noise, ushort place, byte pieceLength)
    {
        var bytes = Recording.Bytes;
        for (var i = 0; i < noise.Length; i++)
            bytes[(place + i * 37) % bytes.Length] ^= noise[i];

        ReadOrRefuse(bytes, pieceLength + 1);
    }

    [Test]
    public void ReadAll_WhenAMessageIsLongerThanMayBeHeld_Refuses()
    {
        var reader = new ChunkReader { MaxBuffered = 1_000 };

        Assert.That(() => reader.ReadAll(Chunks.Of(new byte[1_001], 128, 3, 0), 100), Throws.InstanceOf<RtmpException>());
    }

    [Test]
    public void ReadAll_WhenManyMessagesAreBegun_RefusesBeforeTheyAreHeld()
    {
        var reader = new ChunkReader { MaxBuffered = 1_000 };
        var begun = Enumerable.Range(3, 20).SelectMany(id => Chunks.Of(new byte[1_000], 128, id, 0).Take(12 + 128)).ToArray();

        Assert.That(() => reader.ReadAll(begun, 100), Throws.InstanceOf<RtmpException>());
    }

    [Test]
    public void ReadAll_WhenThereAreTooManyChunkStreams_Refuses()
    {
        var many = Enumerable.Range(3, 40).SelectMany(id => Chunks.Of([1], 128, id, 0)).ToArray();

        Assert.That(() => new ChunkReader().ReadAll(many, 100), Throws.InstanceOf<RtmpException>());
    }

    [Test]
    public void ReadAll_WhenHeadersAreShortened_TakesOverWhatTheyLeaveOut()
    {
        byte[] bytes =
        [
            0x04, 0, 0, 10, 0, 0, 1, 8, 1, 0, 0, 0, 0xAA, // a complete message at time 10
            0x44, 0, 0, 20, 0, 0, 2, 9, 0xBB, 0xBC,       // same stream: 20 later
            0x84, 0, 0, 5, 0xCC, 0xCD,                    // same type and length: 5 later
            0xC4, 0xDD, 0xDE,                             // the same again
        ];

        var messages = new ChunkReader().ReadAll(bytes, 5);

        Assert.That(messages.Select(m => (m.Type, m.StreamId, m.Timestamp, m.Payload.Length)), Is.EqualTo(new[]
        {
            ((byte)8, 1u, 10u, 1), ((byte)9, 1u, 30u, 2), ((byte)9, 1u, 35u, 2), ((byte)9, 1u, 40u, 2),
        }));
    }

    private static void ReadOrRefuse(byte[] bytes, int pieceLength)
    {
        try
        {
            foreach (var message in new ChunkReader().ReadAll(bytes, pieceLength))
            {
                if (message.Type == RtmpMessageType.Command)
                    RtmpCommand.Read(new RtmpMessage(message.Type, 0, 0, message.Payload));
            }
        }
        catch (RtmpException)
        {
            // Invalid chunks are refused.
        }
    }
}
