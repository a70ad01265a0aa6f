using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Application.LiveStreams;
using VideoChat.Infrastructure.LiveStreams.Local;
using VideoChat.Infrastructure.LiveStreams.Local.Ingest;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Ingest;

public sealed class LiveIngestTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new();
    private TaskCompletionSource _changed = null!;
    private IPEndPoint _endPoint = null!;

    [SetUp]
    public void SetUp()
    {
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _endPoint = new IPEndPoint(IPAddress.Loopback, FreePort.Find());
    }

    [Test]
    public async Task Open_WhenNoEncoderComes_EndsAfterItsTimeAndFreesThePort()
    {
        await using var ingest = Open();

        _clock.Advance(TimeSpan.FromHours(1));

        await _changed.Task.WaitAsync(Timeout);
        Assert.That(ingest.Status, Is.EqualTo(ProviderLiveStatus.Ended));
        using var next = new TcpListener(_endPoint);
        Assert.That(next.Start, Throws.Nothing);
    }

    [Test]
    public async Task Open_BeforeItsTimeout_KeepsWaiting()
    {
        await using var ingest = Open();

        _clock.Advance(TimeSpan.FromMinutes(59));

        Assert.That(ingest.Status, Is.EqualTo(ProviderLiveStatus.Waiting));
    }

    [Test]
    public async Task EndAsync_WhenPeersAreConnected_ClosesThem()
    {
        await using var ingest = Open();
        using var peer = new TcpClient();
        await peer.ConnectAsync(_endPoint);

        await ingest.EndAsync().WaitAsync(Timeout);

        Assert.That(await ReadToEndAsync(peer), Is.Zero);
    }

    [Test]
    public async Task Serve_WhenThereAreTooManyUnauthenticatedConnections_CutsTheOldest()
    {
        await using var ingest = Open();
        using var oldest = new TcpClient();
        await oldest.ConnectAsync(_endPoint);
        var others = Enumerable.Range(0, 40).Select(_ => new TcpClient()).ToList();

        foreach (var other in others)
            await other.ConnectAsync(_endPoint).WaitAsync(Timeout);

        // The fake clock does not advance, so no timeout closed the connection.
        Assert.That(await ReadToEndAsync(oldest), Is.Zero);
        others.ForEach(other => other.Dispose());
    }

    private LiveIngest Open() => LiveIngest.Open(
        new LiveIngestSettings(
            Guid.NewGuid(), "key", _endPoint, Path.GetTempPath(), new FfmpegTools(), IsLive: false, _clock.GetUtcNow().AddHours(1),
            TimeSpan.FromMinutes(1), new LiveLimits(long.MaxValue, TimeSpan.FromSeconds(30), Disk.Large)),
        _clock, () => _changed.TrySetResult(), NullLogger.Instance);

    private static async Task<int> ReadToEndAsync(TcpClient peer)
    {
        try
        {
            return await peer.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Timeout);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
