using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;
using VideoChat.Infrastructure.LiveStreams.Local.Ingest;
using VideoChat.Infrastructure.LiveStreams.Local.Recordings;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.LiveStreams.Local;

/// <summary>
/// The ingests of this machine's live streams. Each stream that has not ended occupies one port of <c>Live:IngestPorts</c>.
/// </summary>
internal sealed partial class LiveIngests(
    IOptions<LiveOptions> options, LocalStorage storage, DiskSpace space, LiveRecordings recordings, FfmpegTools tools,
    LiveStatusChanges changes, TimeProvider clock, ILogger<LiveIngests> logger) : IAsyncDisposable
{
    /// <summary>How much longer than its files an ended stream is remembered, so that its end can be stored in the database.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    /// <summary>How long a stream keeps its port while it waits for its first encoder, before a new stream may take the port.</summary>
    public static readonly TimeSpan FirmWait = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, LiveIngest> _ingests = new();
    private readonly TaskCompletionSource _restored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _opening = new();
    private bool _isClosed;

    public LiveIngest? Find(Guid streamId) => _ingests.GetValueOrDefault(streamId);

    /// <summary>Waits until the streams of an earlier process have reopened their ports.</summary>
    public Task WaitUntilRestoredAsync(CancellationToken cancellationToken) => _restored.Task.WaitAsync(cancellationToken);

    /// <summary>Reopens the ports of streams from an earlier process. A stream whose port is in use is lost.</summary>
    public void Restore(IEnumerable<LiveStream> streams)
    {
        foreach (var stream in streams)
        {
            if (PortOf(stream) is not { } port || tools.Ffmpeg is null)
                continue;
            var now = clock.GetUtcNow();
            var isLive = stream.Status == LiveStreamStatus.Live;
            var breakEnds = now.AddSeconds(options.Value.BreakSeconds);
            var waitEnds = new DateTimeOffset(stream.CreatedAt).AddSeconds(options.Value.WaitSeconds);
            try
            {
                Open(stream.Id, stream.StreamKey, port, isLive, isLive || waitEnds < breakEnds ? breakEnds : waitEnds);
            }
            catch (SocketException exception)
            {
                LogPortLost(logger, stream.Id, port, exception.SocketErrorCode);
            }
        }
        _restored.TrySetResult();
    }

    /// <summary>Opens a free port for a stream, or the port of the unused stream that has waited longest.</summary>
    /// <exception cref="VideoGatewayException">No port is free.</exception>
    public async Task<int> OpenAnyPortAsync(Guid streamId, string key)
    {
        do
        {
            if (TryOpenAnyPort(streamId, key) is { } port)
                return port;
        }
        while (await HasYieldedAsync());
        throw new VideoGatewayException(
            VideoGatewayFailure.Unavailable,
            $"All {options.Value.GetPorts().Count()} ports for live streams on this server are in use. Stop a live stream first.");
    }

    /// <summary>Forgets streams that ended longer ago than their files are kept.</summary>
    public void ForgetEnded(TimeSpan keep)
    {
        var now = clock.GetUtcNow();
        foreach (var ingest in _ingests.Values.Where(i => now - i.EndedAt > keep + Remembered))
            _ingests.TryRemove(ingest.Id, out _);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_opening)
            _isClosed = true;
        await Task.WhenAll(_ingests.Values.Select(ingest => ingest.DisposeAsync().AsTask()));
    }

    private async Task<bool> HasYieldedAsync()
    {
        foreach (var ingest in _ingests.Values.OrderBy(ingest => ingest.Id))
        {
            if (await ingest.TryYieldAsync(FirmWait))
                return true;
        }
        return false;
    }

    private int? TryOpenAnyPort(Guid id, string key)
    {
        var waitUntil = clock.GetUtcNow().AddSeconds(options.Value.WaitSeconds);
        foreach (var port in options.Value.GetPorts())
        {
            try
            {
                Open(id, key, port, isLive: false, waitUntil);
                return port;
            }
            catch (SocketException)
            {
                // The port is in use, so the next one is tried.
            }
        }
        return null;
    }

    private void Open(Guid id, string key, int port, bool isLive, DateTimeOffset waitUntil)
    {
        lock (_opening)
        {
            if (_isClosed)
                throw new VideoGatewayException(VideoGatewayFailure.Unavailable, "The server is shutting down.");
            var settings = new LiveIngestSettings(
                id, key, new IPEndPoint(IPAddress.Parse(options.Value.ListenAddress), port),
                Path.Combine(storage.Live, id.ToString()), tools, isLive, waitUntil,
                TimeSpan.FromSeconds(options.Value.BreakSeconds),
                new LiveLimits(options.Value.MaxSegmentBytes, TimeSpan.FromSeconds(options.Value.MaxKeyFrameSeconds), space),
                recordings.Open(id));
            _ingests[id] = LiveIngest.Open(settings, clock, changes.Signal, logger);
        }
    }

    private static int? PortOf(LiveStream stream) =>
        stream.IngestUrl is [':', .. var rest] && int.TryParse(rest.Split('/')[0], out var port) ? port : null;

    [LoggerMessage(Level = LogLevel.Error, Message = "Live stream {StreamId} is lost: cannot reopen port {Port}: {Error}")]
    private static partial void LogPortLost(ILogger logger, Guid streamId, int port, SocketError error);
}
