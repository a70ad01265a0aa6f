using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.ExceptionServices;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Realtime.Rooms;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>One socket of one user in one room: a bounded queue, a loop that sends and a loop that receives.</summary>
public sealed class RoomConnection : IDisposable
{
    private static readonly TimeSpan SlowWritePatience = TimeSpan.FromSeconds(5);

    /// <summary>How long what comes after we closed waits to be dropped: a peer that floods on must cost nothing.</summary>
    private static readonly TimeSpan DropPause = TimeSpan.FromMilliseconds(1);

    private readonly RoomSocket _socket;
    private readonly RealtimeOptions _options;
    private readonly TimeProvider _clock;
    private readonly SendQueue _queue;
    private readonly PeerWatch _watch;
    private ValueTask _past;
    private CloseReason? _close;
    private ExceptionDispatchInfo? _fault;
    private ITimer? _cut;

    public RoomConnection(Room room, User user, RoomSocket socket, RealtimeOptions options, TimeProvider clock)
    {
        Room = room;
        User = user;
        _socket = socket;
        _options = options;
        _clock = clock;
        _queue = new SendQueue(options.MaxQueuedFrames, options.MaxQueuedBytes);
        _watch = new PeerWatch(options);
    }

    public Room Room { get; }

    public User User { get; }

    /// <summary>Called once, just before our close frame goes out or when the socket is gone without one.</summary>
    public Action? Leaving { get; init; }

    /// <summary>Events up to this number are not sent: the peer has them already.</summary>
    internal long SkipThrough { get; set; }

    internal HubRoom? HubRoom { get; set; }

    /// <summary>Its room's signals up to this number are not sent: it was told, or came after them.</summary>
    internal long SignalsSeen { get; set; }

    internal int QueuedBytes => _queue.Bytes;

    /// <summary>Its place in the room's list.</summary>
    internal int Index { get; set; }

    private bool IsClosing => Volatile.Read(ref _close) is not null;

    /// <summary>Sends one frame to this socket alone.</summary>
    public void Send(RoomFrame frame) => Offer(FrameWriter.Write(frame));

    /// <summary>
    /// Sends an event that was in the log before to this socket alone, and never ahead of what the log has before it: the
    /// peer comes back behind the highest number it saw.
    /// </summary>
    public void SendAgain(RoomEventFrame frame) => HubRoom!.OfferAgain(this, frame.Seq, FrameWriter.Write(frame));

    /// <summary>
    /// Closes the socket with a code, from any thread, at once for the caller: what is queued is dropped, the write in
    /// flight may end, then the close frame goes out and the peer has two seconds to answer it. A peer that does not read
    /// for five seconds is cut off.
    /// </summary>
    public void Close(int code, string? reason)
    {
        if (Interlocked.CompareExchange(ref _close, new CloseReason(code, reason), null) is not null)
            return;
        _cut = _clock.CreateTimer(_ => _socket.Abort(), null, SlowWritePatience, Timeout.InfiniteTimeSpan);
        _queue.Complete();
    }

    /// <summary>
    /// Runs the socket until it is closed by either side. What the peer or the network does is no exception; what fails in
    /// <paramref name="opening"/> or <paramref name="receive"/> closes the socket with 1011 and is thrown at the end.
    /// </summary>
    /// <param name="opening">What is sent before anything that is queued.</param>
    /// <param name="receive">
    /// Takes each text frame, in order; its bytes are good until it returns. While it has not returned the socket is not
    /// read, and the peer is not taken for dead.
    /// </param>
    internal Task RunAsync(IAsyncEnumerable<FrameBatch> opening, Func<ReadOnlyMemory<byte>, ValueTask> receive) =>
        RunAsync(ReceiveAllAsync(receive), WriteOpeningAsync(opening));

    /// <summary>
    /// Writes frames at once where nothing is in their way, else queues them; where they do not fit the socket is closed
    /// as a slow consumer. It never waits.
    /// </summary>
    internal void Offer(FrameBatch frames)
    {
        if (_queue.TryPass())
            WritePast(frames);
        else if (!_queue.TryAdd(frames))
            Close(CloseCodes.SlowConsumer, "slow consumer");
    }

    internal void Offer(EventBatch batch)
    {
        if (batch.FirstSeq <= SkipThrough)
        {
            if (batch.LastSeq <= SkipThrough)
                return;
            batch = batch.After(SkipThrough);
        }
        Offer(batch.Frames);
    }

    /// <summary>Looks after the peer, once a second: asks whether it is there, and cuts it off where it is not or floods us.</summary>
    internal void Heartbeat(long now)
    {
        if (IsClosing)
            return;
        if (_socket.IsFlooded)
        {
            Close(CloseCodes.TooMany, "too many control frames");
            return;
        }
        switch (_watch.Look(now, _socket.LastHeard, _socket.LastWritten, _queue.IsEmpty))
        {
            case PeerState.Ask:
                Offer(FrameWriter.Ping);
                break;
            case PeerState.Gone:
                Vanish();
                _socket.Abort();
                break;
        }
    }

    public void Dispose() => _cut?.Dispose();

    // Is given no more than the writing of what is sent first: the rest would be held as long as the socket lives.
    private async Task RunAsync(Task receiving, Task opening)
    {
        try
        {
            await opening;
            while (await _queue.WaitAsync())
                await WriteQueuedAsync();
        }
        catch (Exception exception) when (IsGone(exception))
        {
            Vanish();
        }
        finally
        {
            Leaving?.Invoke();
        }

        if (_close is { Code: > 0 } close)
            await CloseAsync(close);

        // A receive is never cancelled: that would abort the socket before the peer has read our close frame.
        if (await Task.WhenAny(receiving, Task.Delay(RoomSocket.AnswerPatience, _clock)) != receiving)
            _socket.Abort();
        await receiving;
        await _socket.LingerAsync(_clock);
        RealtimeMetrics.Closed(_socket.SentCloseCode ?? _close?.Code ?? 0);
        _fault?.Throw();
    }

    private async Task WriteOpeningAsync(IAsyncEnumerable<FrameBatch> opening)
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

    private async Task CloseAsync(CloseReason close)
    {
        try
        {
            await _socket.CloseAsync(close.Code, close.Reason);
        }
        catch (Exception exception) when (IsGone(exception))
        {
            // The peer did not wait for our close frame.
        }
    }

    private void WritePast(FrameBatch frames)
    {
        var write = _socket.WriteAsync(frames.Bytes);
        var isDone = write.IsCompletedSuccessfully;
        if (!isDone)
            _past = write;
        _queue.EndPass(wakesLoop: !isDone);
    }

    private async ValueTask WriteQueuedAsync()
    {
        var past = _past;
        _past = default;
        await past;

        var frames = _queue.Take(out var rented);
        if (frames.IsEmpty)
            return;
        try
        {
            await _socket.WriteAsync(frames);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // After Close() what still comes in is read and dropped, or the peer's answer would never be seen.
    private async Task ReceiveAllAsync(Func<ReadOnlyMemory<byte>, ValueTask> receive)
    {
        using var reader = new MessageReader(_socket, _watch, _options.MaxMessageBytes);
        try
        {
            MessageRead read;
            while ((read = await reader.ReadAsync()) != MessageRead.Close)
            {
                if (read == MessageRead.Binary)
                    Close(CloseCodes.UnsupportedData, "only text frames");
                else if (read == MessageRead.TooBig)
                    Close(CloseCodes.MessageTooBig, "message too big");
                else if (!IsClosing)
                    await TakeAsync(reader.Text, receive);
                else
                    await Task.Delay(DropPause);
            }
            Close(_socket.PeerCloseCode ?? CloseCodes.Normal, null);
        }
        catch (Exception exception) when (IsGone(exception))
        {
            Vanish();
        }
    }

    private async ValueTask TakeAsync(ReadOnlyMemory<byte> text, Func<ReadOnlyMemory<byte>, ValueTask> receive)
    {
        try
        {
            await receive(text);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Fail(Exception exception)
    {
        _fault = ExceptionDispatchInfo.Capture(exception);
        Close(CloseCodes.InternalError, "internal error");
    }

    /// <summary>The socket ends without a close frame of ours.</summary>
    private void Vanish()
    {
        Interlocked.CompareExchange(ref _close, new CloseReason(0, null), null);
        _queue.Complete();
    }

    private static bool IsGone(Exception exception) => exception
        is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;

    private sealed record CloseReason(int Code, string? Reason);
}
