using System.Runtime.ExceptionServices;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Sockets;

internal sealed class UserConnection : IDisposable
{
    private static readonly TimeSpan SlowWriteTimeout = TimeSpan.FromSeconds(5);

    private readonly FrameSocket _socket;
    private readonly RealtimeOptions _options;
    private readonly TimeProvider _clock;
    private readonly FrameSender _sender;
    private readonly KeepAlive _keepAlive;
    private CloseReason? _close;
    private ExceptionDispatchInfo? _fault;
    private ITimer? _abortTimer;

    public UserConnection(User user, FrameSocket socket, RealtimeOptions options, TimeProvider clock)
    {
        User = user;
        _socket = socket;
        _options = options;
        _clock = clock;
        _sender = new FrameSender(socket, options, Close);
        _keepAlive = new KeepAlive(options);
    }

    public User User { get; }

    /// <summary>Called once, before the server sends its close frame or after the connection is lost.</summary>
    public Action? OnClosing { get; init; }

    public int QueuedBytes => _sender.QueuedBytes;

    public bool IsClosing => Volatile.Read(ref _close) is not null;

    public void Send(RoomFrame frame) => Send(FrameWriter.Write(frame));

    public void Send(FrameBatch frames) => _sender.Send(frames);

    /// <summary>
    /// Starts closing the socket. Queued frames are dropped, and the close frame follows the write in progress. Later calls do
    /// nothing.
    /// </summary>
    public void Close(int code, string? reason)
    {
        if (Interlocked.CompareExchange(ref _close, new CloseReason(code, reason), null) is not null)
            return;
        _abortTimer = _clock.CreateTimer(_ => _socket.Abort(), null, SlowWriteTimeout, Timeout.InfiniteTimeSpan);
        _sender.Stop();
    }

    /// <summary>
    /// Runs the socket until either side closes it. A lost connection is not an error. An exception closes the socket with 1011.
    /// </summary>
    /// <param name="opening">The frames to send before the queued frames.</param>
    /// <param name="receive">Handles a text frame. Until the task completes, the server does not read from the socket.</param>
    public Task RunAsync(IAsyncEnumerable<FrameBatch> opening, Func<ReadOnlyMemory<byte>, ValueTask> receive)
    {
        var reader = new MessageReader(_socket, _keepAlive, _options.MaxMessageBytes);
        return RunAsync(ReceiveLoop.RunAsync(this, _socket, reader, receive), SendOpeningAsync(opening));
    }

    /// <summary>
    /// Sends a ping if one is due, and ends a connection that does not answer or that sends too many control frames. Called once
    /// per second.
    /// </summary>
    public void CheckPeer(long now)
    {
        if (IsClosing)
            return;
        if (_socket.IsFlooded)
        {
            Close(CloseCodes.TooMany, "too many control frames");
            return;
        }
        switch (_keepAlive.Poll(now, _socket.LastRead, _socket.LastWritten, _sender.IsQueueEmpty))
        {
            case KeepAliveAction.Ping:
                Send(FrameWriter.Ping);
                break;
            case KeepAliveAction.Abort:
                EndWithoutCloseFrame();
                _socket.Abort();
                break;
        }
    }

    public void Fail(Exception exception)
    {
        _fault = ExceptionDispatchInfo.Capture(exception);
        Close(CloseCodes.InternalError, "internal error");
    }

    public void EndWithoutCloseFrame()
    {
        Interlocked.CompareExchange(ref _close, new CloseReason(0, null), null);
        _sender.Stop();
    }

    public void Dispose() => _abortTimer?.Dispose();

    // The parameters are started tasks instead of delegates. The state of this method lives as long as the socket, and would keep
    // what the delegates capture in memory.
    private async Task RunAsync(Task receiving, Task opening)
    {
        try
        {
            await opening;
            while (await _sender.WaitAsync())
                await _sender.WriteQueuedAsync();
        }
        catch (Exception exception) when (FrameSocket.IsConnectionLost(exception))
        {
            EndWithoutCloseFrame();
        }
        finally
        {
            OnClosing?.Invoke();
        }

        if (_close is { Code: > 0 } close)
            await SendCloseFrameAsync(close);

        // The receive is not cancelled, because that would abort the socket before the peer has read the close frame.
        if (await Task.WhenAny(receiving, Task.Delay(FrameSocket.CloseTimeout, _clock)) != receiving)
            _socket.Abort();
        await receiving;
        await _socket.DrainAsync(_clock);
        RealtimeMetrics.Closed(_socket.SentCloseCode ?? _close?.Code ?? 0);
        _fault?.Throw();
    }

    private async Task SendOpeningAsync(IAsyncEnumerable<FrameBatch> opening)
    {
        await using var batches = opening.GetAsyncEnumerator();
        while (!IsClosing && await MoveNextAsync(batches))
            await _socket.WriteAsync(batches.Current.Bytes);
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<FrameBatch> batches)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (Exception exception)
        {
            Fail(exception);
            return false;
        }
    }

    private async Task SendCloseFrameAsync(CloseReason close)
    {
        try
        {
            await _socket.CloseAsync(close.Code, close.Reason);
        }
        catch (Exception exception) when (FrameSocket.IsConnectionLost(exception))
        {
            // The peer has already disconnected and needs no close frame.
        }
    }

    private sealed record CloseReason(int Code, string? Reason);
}
