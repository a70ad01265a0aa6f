using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using VideoChat.Application.LiveStreams;
using VideoChat.Infrastructure.Videos.Local.Live.Rtmp;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>
/// One live stream on its port: it waits for an encoder, goes live with the first segment, survives breaks, and ends once.
/// </summary>
internal sealed partial class LiveIngest : IAsyncDisposable
{
    /// <summary>How long an encoder that was refused may take to read why and close the connection.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly LiveIngestSettings _settings;
    private readonly LiveListener _listener;
    private readonly PublisherGate _gate;
    private readonly LiveFolder _folder;
    private readonly TimeProvider _clock;
    private readonly Action _changed;
    private readonly ILogger _logger;
    private readonly ITimer _absence;
    private readonly DateTimeOffset _openedAt;
    private DateTimeOffset _waitUntil;
    private volatile bool _isClosing;
    private volatile bool _endsByRefusal;
    private Task? _ending;

    private LiveIngest(LiveIngestSettings settings, LiveListener listener, TimeProvider clock, Action changed, ILogger logger)
    {
        Status = settings.IsLive ? ProviderLiveStatus.Live : ProviderLiveStatus.Waiting;
        _settings = settings;
        _listener = listener;
        _gate = new PublisherGate(settings.Key, clock);
        _folder = new LiveFolder(settings.Folder);
        _waitUntil = settings.WaitUntil;
        _clock = clock;
        _openedAt = clock.GetUtcNow();
        _changed = changed;
        _logger = logger;
        _absence = clock.CreateTimer(_ => _ = ExpireAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _listener.Start(ServeAsync);
        WaitForEncoder();
    }

    public Guid Id => _settings.Id;

    public ProviderLiveStatus Status { get; private set; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why the last encoder was refused; null once one is seen, and when the stream has ended for another reason.</summary>
    public string? Reason { get; private set; }

    /// <summary>It has been live, now or in an earlier process.</summary>
    public bool WasLive { get; private set; }

    /// <summary>It was to be recorded, and nothing could be written.</summary>
    public bool HasLostRecording => _settings.Recording is { IsLost: true };

    /// <summary>Opens the port.</summary>
    /// <exception cref="SocketException">It is taken.</exception>
    public static LiveIngest Open(LiveIngestSettings settings, TimeProvider clock, Action changed, ILogger logger) =>
        new(settings, LiveListener.Open(settings.EndPoint, settings.Id, clock, logger), clock, changed, logger)
        {
            WasLive = settings.IsLive,
        };

    /// <summary>Ends the stream; when it returns, the port is free and nothing is written any more.</summary>
    public Task EndAsync()
    {
        lock (_lock)
            return _ending ??= Task.Run(EndOnceAsync);
    }

    /// <summary>
    /// Ends the stream if it has waited for its first encoder for <paramref name="firmWait"/> and none is there; true: the port is free.
    /// </summary>
    public async Task<bool> TryYieldAsync(TimeSpan firmWait)
    {
        if (Status != ProviderLiveStatus.Waiting || _clock.GetUtcNow() - _openedAt < firmWait || !_gate.TryClose())
            return false;
        LogYielded(_logger, Id);
        await EndAsync();
        return true;
    }

    /// <summary>Closes all connections and frees the port; the stream may go on later.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        await _absence.DisposeAsync();
        await _listener.DisposeAsync();
        if (_settings.Recording is { } recording)
            await recording.DisposeAsync();
    }

    private async Task EndOnceAsync()
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
        lock (_lock)
        {
            if (!_endsByRefusal)
                Reason = null;
            EndedAt = _clock.GetUtcNow();
            Status = ProviderLiveStatus.Ended;
        }
        _changed();
    }

    private async Task ServeAsync(Socket socket, CancellationToken closing)
    {
        using var owned = socket;
        try
        {
            socket.NoDelay = true;
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var connection = new RtmpConnection(stream);
            var admission = await _gate.AdmitAsync(connection, closing);
            if (admission == Admission.WrongKey)
                LogWrongKey(_logger, Id);
            else if (admission == Admission.Occupied)
                LogOccupied(_logger, Id);
            else
                await CarryAsync(connection, closing);
        }
        catch (RtmpException exception)
        {
            LogRefused(_logger, Id, exception.Message);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or EndOfStreamException
            or IOException { InnerException: SocketException })
        {
            // It left, was silent for too long, or the port is closed.
            LogGone(_logger, Id);
        }
        catch (Exception exception)
        {
            LogFailed(_logger, exception, Id);
        }
    }

    /// <summary>Has the encoder that was admitted on air until it leaves or is refused.</summary>
    private async Task CarryAsync(RtmpConnection connection, CancellationToken closing)
    {
        LiveRefusalException? refusal = null;
        try
        {
            using var publisher = _gate.Begin(closing);
            await connection.AcceptAsync(publisher.Cut);
            await PutOnAirAsync(connection, publisher);
        }
        catch (LiveRefusalException exception)
        {
            refusal = exception;
        }
        finally
        {
            // A stream that ends admits no other encoder.
            if (refusal is not { EndsStream: true })
                GiveUpPlace();
        }
        if (refusal is null)
            return;

        using var farewell = new CancellationTokenSource(Farewell, _clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(farewell.Token, closing);
        await connection.WaitForCloseAsync(limit.Token);
        if (!refusal.EndsStream)
            return;
        _endsByRefusal = true;
        _ = EndAsync();
    }

    private async Task PutOnAirAsync(RtmpConnection connection, LivePublisher publisher)
    {
        LogOnAir(_logger, Id);
        var show = new LiveShow(_settings, _folder, GoLive, _clock);
        try
        {
            await show.CarryAsync(connection, publisher.Heard, publisher.Cut);
        }
        catch (LiveRefusalException refusal)
        {
            LogUnfit(_logger, Id, refusal.Message);
            lock (_lock)
                Reason = refusal.Message;
            _changed();
            await TellAsync(connection, refusal.Message, publisher.Cut);
            throw;
        }
        finally
        {
            publisher.Leave();
            await show.DisposeAsync();
            LogOffAir(_logger, Id, show.Errors);
        }
    }

    private static async Task TellAsync(RtmpConnection connection, string why, CancellationToken cancellationToken)
    {
        try
        {
            await connection.RejectAsync(why, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // It has left. The stream and the room are told all the same.
        }
    }

    private void GoLive()
    {
        lock (_lock)
        {
            if (_ending is not null)
                return;
            Reason = null;
            if (Status != ProviderLiveStatus.Waiting)
                return;
            Status = ProviderLiveStatus.Live;
            WasLive = true;
        }
        _changed();
    }

    private void GiveUpPlace()
    {
        var breakEnds = _clock.GetUtcNow() + _settings.BreakLimit;
        // One that was never seen may still wait for as long as it could have.
        _waitUntil = Status == ProviderLiveStatus.Waiting && _waitUntil > breakEnds ? _waitUntil : breakEnds;
        _gate.Release();
        WaitForEncoder();
    }

    private void WaitForEncoder()
    {
        var left = _waitUntil - _clock.GetUtcNow();
        _absence.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task ExpireAsync()
    {
        // No encoder is admitted while the stream ends.
        if (_isClosing || !_gate.TryClose())
            return;
        if (_clock.GetUtcNow() < _waitUntil)
        {
            _gate.Release();
            WaitForEncoder();
            return;
        }
        LogExpired(_logger, Id);
        await EndAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Live stream {StreamId}: the encoder is on air")]
    private static partial void LogOnAir(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Live stream {StreamId}: the encoder is off air. Last output of ffmpeg: '{Errors}'")]
    private static partial void LogOffAir(ILogger logger, Guid streamId, string errors);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: the encoder was refused. {Why}")]
    private static partial void LogUnfit(ILogger logger, Guid streamId, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Live stream {StreamId} ended: no encoder connected or reconnected in time")]
    private static partial void LogExpired(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Live stream {StreamId} ended: another one needed its port, and no encoder had connected")]
    private static partial void LogYielded(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: rejected a publisher with a wrong key")]
    private static partial void LogWrongKey(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: rejected a publisher because another one is on air")]
    private static partial void LogOccupied(ILogger logger, Guid streamId);

    // Whoever can reach the port could fill the log with these.
    [LoggerMessage(Level = LogLevel.Debug, Message = "Live stream {StreamId}: closed a connection. {Why}")]
    private static partial void LogRefused(ILogger logger, Guid streamId, string why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Live stream {StreamId}: a connection ended")]
    private static partial void LogGone(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Live stream {StreamId}: a connection failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid streamId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: finishing the playlist failed")]
    private static partial void LogPlaylist(ILogger logger, Exception exception, Guid streamId);
}
