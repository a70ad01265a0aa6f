using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using VideoChat.Application.LiveStreams;
using VideoChat.Infrastructure.Videos.Local.Live.Rtmp;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>
/// One live stream's port: takes encoders in, lets the one with the key on air, and knows how far the stream is. Strangers
/// cost a little memory for a few seconds and stand in nobody's way.
/// </summary>
internal sealed partial class LiveIngest : IAsyncDisposable
{
    private const int Backlog = 16;

    private static readonly TimeSpan PublishWithin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Strangers _strangers = new();
    private readonly HashSet<Task> _serving = [];
    private readonly SemaphoreSlim _place = new(1, 1);
    private readonly LiveFolder _folder;
    private readonly string _ffmpeg;
    private readonly byte[] _key;
    private readonly TimeSpan _breakLimit;
    private readonly TimeProvider _clock;
    private readonly Action _changed;
    private readonly ILogger _logger;
    private readonly Socket _listener;
    private readonly Task _accepting;
    private readonly ITimer _absence;
    private readonly DateTimeOffset _openedAt;
    private DateTimeOffset _waitUntil;
    private Task? _ending;

    private LiveIngest(LiveIngestSettings settings, Socket listener, TimeProvider clock, Action changed, ILogger logger)
    {
        Id = settings.Id;
        Status = settings.IsLive ? ProviderLiveStatus.Live : ProviderLiveStatus.Waiting;
        _key = Encoding.UTF8.GetBytes(settings.Key);
        _folder = new LiveFolder(settings.Folder);
        _ffmpeg = settings.Ffmpeg;
        _waitUntil = settings.WaitUntil;
        _breakLimit = settings.BreakLimit;
        _listener = listener;
        _clock = clock;
        _openedAt = clock.GetUtcNow();
        _changed = changed;
        _logger = logger;
        _absence = clock.CreateTimer(_ => _ = ExpireAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _accepting = AcceptAsync();
        WaitForEncoder();
    }

    public Guid Id { get; }

    public ProviderLiveStatus Status { get; private set; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Opens the port.</summary>
    /// <exception cref="SocketException">It cannot be had.</exception>
    public static LiveIngest Open(LiveIngestSettings settings, TimeProvider clock, Action changed, ILogger logger)
    {
        var listener = new Socket(settings.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // `::` means IPv4 too, as it does for the HTTP ports.
            if (settings.EndPoint.AddressFamily == AddressFamily.InterNetworkV6)
                listener.DualMode = true;
            listener.Bind(settings.EndPoint);
            listener.Listen(Backlog);
            return new LiveIngest(settings, listener, clock, changed, logger);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

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
        if (Status != ProviderLiveStatus.Waiting || _clock.GetUtcNow() - _openedAt < firmWait || !_place.Wait(0))
            return false;
        LogYielded(_logger, Id);
        await EndAsync();
        return true;
    }

    /// <summary>Lets everybody go and frees the port; the stream may go on later.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _absence.DisposeAsync();
        await _accepting;
        Task[] serving;
        lock (_lock)
            serving = [.. _serving];
        await Task.WhenAll(serving);
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
            EndedAt = _clock.GetUtcNow();
            Status = ProviderLiveStatus.Ended;
        }
        _changed();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                Serve(await _listener.AcceptAsync(_closing.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // Of one connection, or no more file descriptors: the next one may do.
                LogAccept(_logger, Id, exception.SocketErrorCode);
                await Task.Delay(AcceptPause, _clock, CancellationToken.None);
            }
        }
    }

    private void Serve(Socket socket)
    {
        lock (_lock)
        {
            var task = Task.Run(() => ServeAsync(socket));
            _serving.Add(task);
            task.ContinueWith(
                done =>
                {
                    lock (_lock)
                        _serving.Remove(done);
                },
                TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var owned = socket;
        try
        {
            socket.NoDelay = true;
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var connection = new RtmpConnection(stream);
            if (!await IsInvitedAsync(connection))
                return;
            try
            {
                await connection.AcceptAsync(_closing.Token);
                await PutOnAirAsync(connection);
            }
            finally
            {
                GiveUpPlace();
            }
        }
        catch (RtmpException exception)
        {
            LogRefused(_logger, Id, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // It left, was silent for too long, or the port is closed.
            LogGone(_logger, Id);
        }
        catch (Exception exception)
        {
            LogFailed(_logger, exception, Id);
        }
    }

    /// <summary>Whether the encoder has shown the key in time and got the place, of which there is one.</summary>
    private async Task<bool> IsInvitedAsync(RtmpConnection connection)
    {
        using var timer = new CancellationTokenSource(PublishWithin, _clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, _closing.Token);
        using var stranger = _strangers.Add(limit);

        var name = await connection.ReadPublishAsync(limit.Token);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(name), _key))
        {
            LogWrongKey(_logger, Id);
            await connection.RefuseAsync("The stream key is wrong.", limit.Token);
            return false;
        }
        // The one before may just be leaving.
        await _place.WaitAsync(limit.Token);
        return true;
    }

    private async Task PutOnAirAsync(RtmpConnection connection)
    {
        LogOnAir(_logger, Id);
        var show = LiveShow.Start(_ffmpeg, _folder, GoLive, _clock);
        try
        {
            await show.CarryAsync(connection, _closing.Token);
        }
        finally
        {
            await show.DisposeAsync();
            LogOffAir(_logger, Id, show.Errors);
        }
    }

    private void GoLive()
    {
        lock (_lock)
        {
            if (Status != ProviderLiveStatus.Waiting || _ending is not null)
                return;
            Status = ProviderLiveStatus.Live;
        }
        _changed();
    }

    private void GiveUpPlace()
    {
        var breakEnds = _clock.GetUtcNow() + _breakLimit;
        // One that was never seen may still wait for as long as it could have.
        _waitUntil = Status == ProviderLiveStatus.Waiting && _waitUntil > breakEnds ? _waitUntil : breakEnds;
        _place.Release();
        WaitForEncoder();
    }

    private void WaitForEncoder()
    {
        var left = _waitUntil - _clock.GetUtcNow();
        _absence.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task ExpireAsync()
    {
        // Whoever has the place keeps it: nobody can come while it ends.
        if (_closing.IsCancellationRequested || !_place.Wait(0))
            return;
        if (_clock.GetUtcNow() < _waitUntil)
        {
            _place.Release();
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Live stream {StreamId} ended: no encoder connected or reconnected in time")]
    private static partial void LogExpired(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Live stream {StreamId} ended: another one needed its port, and no encoder had connected")]
    private static partial void LogYielded(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: rejected a publisher with a wrong key")]
    private static partial void LogWrongKey(ILogger logger, Guid streamId);

    // Whoever can reach the port could fill the log with these.
    [LoggerMessage(Level = LogLevel.Debug, Message = "Live stream {StreamId}: closed a connection. {Why}")]
    private static partial void LogRefused(ILogger logger, Guid streamId, string why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Live stream {StreamId}: a connection ended")]
    private static partial void LogGone(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Live stream {StreamId}: a connection failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid streamId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: accepting a connection failed: {Error}")]
    private static partial void LogAccept(ILogger logger, Guid streamId, SocketError error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: finishing the playlist failed")]
    private static partial void LogPlaylist(ILogger logger, Exception exception, Guid streamId);
}
