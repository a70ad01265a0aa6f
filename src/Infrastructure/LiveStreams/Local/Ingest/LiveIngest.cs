using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using VideoChat.Application.LiveStreams;
using VideoChat.Infrastructure.LiveStreams.Local.Hls;

namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

/// <summary>Receives one live stream on its port. The stream goes live with the first segment and survives reconnects.</summary>
internal sealed partial class LiveIngest : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly LiveIngestSettings _settings;
    private readonly LiveListener _listener;
    private readonly StreamKeyGate _gate;
    private readonly LiveFolder _folder;
    private readonly LiveState _state;
    private readonly EncoderConnections _connections;
    private readonly EncoderAbsence _absence;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly DateTimeOffset _openedAt;
    private Task? _ending;

    private LiveIngest(LiveIngestSettings settings, LiveListener listener, TimeProvider clock, Action changed, ILogger logger)
    {
        _settings = settings;
        _listener = listener;
        _gate = new StreamKeyGate(settings.Key, clock);
        _folder = new LiveFolder(settings.Folder);
        _state = new LiveState(settings.IsLive, clock, changed);
        _connections = new EncoderConnections(settings, _gate, _folder, _state, clock, logger);
        _absence = new EncoderAbsence(_gate, _state, settings, clock, Expire);
        _clock = clock;
        _logger = logger;
        _openedAt = clock.GetUtcNow();
        _listener.Start(ServeAsync);
        _absence.Begin();
    }

    public Guid Id => _settings.Id;

    public ProviderLiveStatus Status => _state.Status;

    public DateTimeOffset? EndedAt => _state.EndedAt;

    public string? Reason => _state.Reason;

    public bool WasLive => _state.WasLive;

    /// <summary>Indicates whether nothing could be written of a stream that should be recorded.</summary>
    public bool HasLostRecording => _settings.Recording is { IsLost: true };

    public static LiveIngest Open(LiveIngestSettings settings, TimeProvider clock, Action changed, ILogger logger) =>
        new(settings, LiveListener.Open(settings.EndPoint, settings.Id, clock, logger), clock, changed, logger);

    public Task EndAsync() => EndAsync(isRejected: false);

    /// <summary>Ends the stream if no encoder has connected for at least <paramref name="firmWait"/>.</summary>
    public async Task<bool> TryYieldAsync(TimeSpan firmWait)
    {
        if (Status != ProviderLiveStatus.Waiting || _clock.GetUtcNow() - _openedAt < firmWait || !_gate.TryClose())
            return false;
        LogYielded(_logger, Id);
        await EndAsync();
        return true;
    }

    /// <summary>Closes all connections and the port. The stream does not end, and may continue in a later process.</summary>
    public async ValueTask DisposeAsync()
    {
        _absence.Dispose();
        await _listener.DisposeAsync();
        if (_settings.Recording is { } recording)
            await recording.DisposeAsync();
    }

    private Task EndAsync(bool isRejected)
    {
        lock (_lock)
        {
            _state.BeginEnd();
            return _ending ??= Task.Run(() => EndOnceAsync(isRejected));
        }
    }

    private async Task EndOnceAsync(bool isRejected)
    {
        await DisposeAsync();
        try
        {
            _folder.Finish();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogPlaylist(_logger, exception, Id);
        }
        _state.End(isRejected);
    }

    private async Task ServeAsync(Socket socket, CancellationToken closing)
    {
        switch (await _connections.ServeAsync(socket, closing))
        {
            case ConnectionEnd.EncoderLeft:
                _gate.Release();
                _absence.BeginBreak();
                break;
            case ConnectionEnd.StreamRejected:
                // The slot stays taken, so that no other encoder is admitted. Awaiting the end here would deadlock, because the end
                // waits for this connection.
                _ = EndAsync(isRejected: true);
                break;
        }
    }

    private void Expire()
    {
        LogExpired(_logger, Id);
        _ = EndAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Live stream {StreamId} ended: no encoder connected or reconnected in time")]
    private static partial void LogExpired(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Live stream {StreamId} ended: another one needed its port, and no encoder had connected")]
    private static partial void LogYielded(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: finishing the playlist failed")]
    private static partial void LogPlaylist(ILogger logger, Exception exception, Guid streamId);
}
