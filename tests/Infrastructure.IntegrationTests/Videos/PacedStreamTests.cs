using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Infrastructure.Videos;

namespace VideoChat.Infrastructure.IntegrationTests.Videos;

public sealed class PacedStreamTests
{
    private static readonly UploadsOptions Options = new() { IdleSeconds = 100, MinBytesPerSecond = 1_000 };

    private readonly FakeTimeProvider _clock = new();
    private readonly Pipe _client = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly byte[] _buffer = new byte[1_000_000];
    private PacedStream _stream = null!;

    [SetUp]
    public void SetUp() => _stream = new PacedStream(_client.Reader.AsStream(), Options, _clock);

    [TearDown]
    public void TearDown() => _stream.Dispose();

    [Test]
    public void Read_WhenNothingComes_EndsAfterTheIdleLimit()
    {
        var read = _stream.ReadAsync(_buffer).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(99));
        Assert.That(read.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromSeconds(1));

        AssertTooSlow(read);
    }

    [Test]
    public async Task Read_WhenBytesTrickle_EndsAlthoughNeverIdleForLong()
    {
        for (var i = 0; i < 3; i++)
        {
            var one = _stream.ReadAsync(_buffer).AsTask();
            _clock.Advance(TimeSpan.FromSeconds(30));
            await SendAsync(1);
            Assert.That(await one, Is.EqualTo(1));
        }

        var read = _stream.ReadAsync(_buffer).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(11));

        AssertTooSlow(read);
    }

    [Test]
    public async Task Read_WhenFastAtFirst_HasNoMoreInHandThanTheIdleLimit()
    {
        await SendAsync(1_000_000);
        await _stream.ReadExactlyAsync(_buffer);

        var read = _stream.ReadAsync(_buffer).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(100));

        AssertTooSlow(read);
    }

    [Test]
    public async Task Read_WhenTheRateIsKept_NeverEnds()
    {
        for (var i = 0; i < 50; i++)
        {
            var read = _stream.ReadAsync(_buffer).AsTask();
            _clock.Advance(TimeSpan.FromSeconds(30));
            await SendAsync(30_000);
            Assert.That(await read, Is.EqualTo(30_000));
        }
    }

    [Test]
    public async Task Read_CountsOnlyTheTimeInWhichTheClientIsWaitedFor()
    {
        await SendAsync(1_000);

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.That(await _stream.ReadAsync(_buffer), Is.EqualTo(1_000));
    }

    private async Task SendAsync(int bytes) => await _client.Writer.WriteAsync(new byte[bytes]);

    private static void AssertTooSlow(Task read)
    {
        var exception = Assert.ThrowsAsync<BadHttpRequestException>(() => read);
        Assert.That(exception!.StatusCode, Is.EqualTo(StatusCodes.Status408RequestTimeout));
    }
}
