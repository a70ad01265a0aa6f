using System.IO.Pipelines;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SharedStreamTests
{
    private readonly Pipe _input = new();
    private readonly SharedStream _stream;

    public SharedStreamTests() => _stream = new SharedStream(Stream.Null, () => { }, new Transport(_input));

    // Pieces of memory that have been read whole are another's at once.
    [Test]
    public async Task ReadAsync_WhenMoreHasComeThanFits_GivesAllInOrder()
    {
        var sent = new byte[50_000];
        Random.Shared.NextBytes(sent);
        foreach (var piece in sent.Chunk(3_001))
            await _input.Writer.WriteAsync(piece);
        await _input.Writer.CompleteAsync();

        var received = new List<byte>();
        var buffer = new byte[4_096];
        while (await _stream.ReadAsync(buffer) is > 0 and var count)
            received.AddRange(buffer.AsSpan(0, count));

        Assert.That(received, Is.EqualTo(sent));
    }

    [Test]
    public async Task ReadAsync_WhenNothingIsAskedFor_EndsWhenThereIsSomethingAndTakesNothing()
    {
        var waiting = _stream.ReadAsync(Memory<byte>.Empty).AsTask();
        var isDoneBefore = waiting.IsCompleted;

        await _input.Writer.WriteAsync(new byte[] { 1 });

        Assert.That(isDoneBefore, Is.False);
        Assert.That(await waiting, Is.Zero);
        Assert.That(await _stream.ReadAsync(new byte[8]), Is.EqualTo(1));
    }

    [Test]
    public void ReadAsync_WhenTheConnectionIsCut_Throws()
    {
        _input.Writer.Complete(new IOException("The connection is gone."));

        Assert.That(async () => await _stream.ReadAsync(new byte[8]), Throws.TypeOf<IOException>());
    }

    private sealed class Transport(Pipe input) : IDuplexPipe
    {
        public PipeReader Input => input.Reader;

        public PipeWriter Output => throw new NotSupportedException();
    }
}
