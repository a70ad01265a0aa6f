using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;
using VideoChat.Domain.LiveStreams;
using VideoChat.Infrastructure.LiveStreams.Local.Hls;
using VideoChat.Infrastructure.LiveStreams.Local.Ingest;
using VideoChat.Infrastructure.LiveStreams.Local.Recordings;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.LiveStreams.Local;

internal sealed partial class LocalLiveGateway(
    IOptions<LiveOptions> options, LocalStorage storage, DiskSpace space, LiveRecordings recordings, IVideoGateway videos,
    FfmpegTools tools, LiveStatusChanges changes, IConfiguration configuration, TimeProvider clock, ILogger<LocalLiveGateway> logger)
    : ILiveGateway, IAsyncDisposable
{
    private const int KeyBytes = 16;

    /// <summary>How long an ended stream is remembered. Storing its end in the database takes less time.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    /// <summary>How long a stream keeps its port while it waits for its first encoder, before a new stream may take the port.</summary>
    public static readonly TimeSpan FirmWait = TimeSpan.FromMinutes(5);

    private readonly string _publicBaseUrl = configuration["PublicBaseUrl"]?.TrimEnd('/') ?? "";
    private readonly ConcurrentDictionary<Guid, LiveIngest> _ingests = new();
    private readonly TaskCompletionSource _restored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _opening = new();
    private bool _isClosed;

    public MediaProvider Provider => MediaProvider.Local;

    public async Task<ProviderLiveStream> CreateAsync(string title, CancellationToken cancellationToken)
    {
        if (tools.Ffmpeg is null)
            throw Unavailable("Live streams need ffmpeg, which is not installed on this server.");

        // The streams of an earlier process must reopen their ports first.
        await _restored.Task.WaitAsync(cancellationToken);
        var id = Uuid7.Next();
        var key = RandomNumberGenerator.GetHexString(2 * KeyBytes, lowercase: true);
        var port = await OpenAnyPortAsync(id, key);
        return new ProviderLiveStream(
            id, key, id.ToString(), $":{port}/live", $"{_publicBaseUrl}/media/live/{id}/{LiveFolder.Playlist}");
    }

    public async Task<ProviderLiveStatus?> RefreshAsync(Guid streamId, CancellationToken cancellationToken)
    {
        await _restored.Task.WaitAsync(cancellationToken);
        return _ingests.GetValueOrDefault(streamId)?.Status;
    }

    public async Task StopAsync(Guid streamId, CancellationToken cancellationToken)
    {
        await _restored.Task.WaitAsync(cancellationToken);
        if (_ingests.GetValueOrDefault(streamId) is { } ingest)
            await ingest.EndAsync();
    }

    public string? ReasonOf(Guid streamId) => _ingests.GetValueOrDefault(streamId)?.Reason;

    public LiveRecordingResult? FinishRecording(Guid streamId, bool wasLive)
    {
        var ingest = _ingests.GetValueOrDefault(streamId);
        if (!wasLive && ingest is not { WasLive: true })
        {
            recordings.Discard(streamId);
            return null;
        }
        try
        {
            if (recordings.Finish(streamId) is { } videoId)
                return new LiveRecordingResult(videoId, IsLost: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VideoGatewayException(
                VideoGatewayFailure.Unavailable, "The server cannot use its storage for videos. Try again later.", cause: exception);
        }
        return ingest is { HasLostRecording: true } ? new LiveRecordingResult(Uuid7.Next(), IsLost: true) : null;
    }

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

    public void RemoveOldFiles()
    {
        var keep = TimeSpan.FromSeconds(options.Value.KeepSeconds);
        var now = clock.GetUtcNow();
        foreach (var ingest in _ingests.Values.Where(i => now - i.EndedAt > keep + Remembered))
            _ingests.TryRemove(ingest.Id, out _);
        recordings.RemoveUnknown(_ingests.ContainsKey, now);
        if (!Directory.Exists(storage.Live))
            return;
        foreach (var folder in Directory.EnumerateDirectories(storage.Live))
        {
            var isOver = !Guid.TryParse(Path.GetFileName(folder), out var id)
                || _ingests.GetValueOrDefault(id) is null or { Status: ProviderLiveStatus.Ended };
            // Each segment and the end of the playlist change the write time of the folder.
            if (isOver && now - Directory.GetLastWriteTimeUtc(folder) > keep)
                Directory.Delete(folder, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_opening)
            _isClosed = true;
        await Task.WhenAll(_ingests.Values.Select(ingest => ingest.DisposeAsync().AsTask()));
    }

    private async Task<int> OpenAnyPortAsync(Guid id, string key)
    {
        do
        {
            if (TryOpenAnyPort(id, key) is { } port)
                return port;
        }
        while (await HasYieldedAsync());
        throw Unavailable(
            $"All {options.Value.GetPorts().Count()} ports for live streams on this server are in use. Stop a live stream first.");
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
                // The port is in use.
            }
        }
        return null;
    }

    private void Open(Guid id, string key, int port, bool isLive, DateTimeOffset waitUntil)
    {
        lock (_opening)
        {
            if (_isClosed)
                throw Unavailable("The server is shutting down.");
            var settings = new LiveIngestSettings(
                id, key, new IPEndPoint(IPAddress.Parse(options.Value.ListenAddress), port),
                Path.Combine(storage.Live, id.ToString()), tools, isLive, waitUntil,
                TimeSpan.FromSeconds(options.Value.BreakSeconds),
                new LiveLimits(options.Value.MaxSegmentBytes, TimeSpan.FromSeconds(options.Value.MaxKeyFrameSeconds), space),
                videos.Provider == MediaProvider.Local ? recordings.Open(id) : null);
            _ingests[id] = LiveIngest.Open(settings, clock, changes.Signal, logger);
        }
    }

    private static int? PortOf(LiveStream stream) =>
        stream.IngestUrl is [':', .. var rest] && int.TryParse(rest.Split('/')[0], out var port) ? port : null;

    private static VideoGatewayException Unavailable(string message) => new(VideoGatewayFailure.Unavailable, message);

    [LoggerMessage(Level = LogLevel.Error, Message = "Live stream {StreamId} is lost: cannot reopen port {Port}: {Error}")]
    private static partial void LogPortLost(ILogger logger, Guid streamId, int port, SocketError error);
}
