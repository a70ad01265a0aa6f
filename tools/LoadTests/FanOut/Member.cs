using System.Text;
using VideoChat.LoadTests.Dialects;
using VideoChat.LoadTests.Order;
using VideoChat.LoadTests.Sockets;

namespace VideoChat.LoadTests.FanOut;

/// <summary>A socket in a room. It checks every message that it receives.</summary>
internal sealed class Member : ISocketEvents, IDisposable
{
    // SignalR ends each message with this byte and may put several messages into one frame. JSON cannot contain it.
    private const byte RecordSeparator = 0x1e;

    private readonly IDialect _dialect;
    private readonly RoomOrder _order;
    private readonly Tally _tally;
    private readonly int _bufferSize;
    private TaskCompletionSource _joined = null!;
    private LoadSocket _socket = null!;

    public Member(IDialect dialect, RoomOrder order, Tally tally, int bufferSize = 16 * 1024) =>
        (_dialect, _order, _tally, _bufferSize) = (dialect, order, tally, bufferSize);

    public Sequence Seen { get; } = new();

    /// <summary>The number of messages for which another member received different content under the same number.</summary>
    public long Contradictions { get; private set; }

    public Sender? Sender { get; set; }

    /// <summary>Connects and waits until the server admits the member. A member may reconnect.</summary>
    public async Task JoinAsync(Uri server, Guid roomId, Person person, string query = "")
    {
        _joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _socket = new LoadSocket(this, _bufferSize);
        await _socket.OpenAsync(server, _dialect.SocketPath(roomId, person) + query);
        if (!_dialect.Greeting.IsEmpty)
            _socket.Send(_dialect.Greeting.Span);
        await _joined.Task;
    }

    public void Send(ReadOnlySpan<byte> frames) => _socket.Send(frames);

    public void OnText(ReadOnlySpan<byte> payload, long receivedAt)
    {
        while (!payload.IsEmpty)
        {
            var end = payload.IndexOf(RecordSeparator);
            var json = end < 0 ? payload : payload[..end];
            payload = end < 0 ? default : payload[(end + 1)..];

            if (Delivery.TryRead(json, out var delivery))
                Take(delivery, receivedAt);
            else
                TakeOther(json);
        }
    }

    public void OnRead() => Sender?.SendNext();

    public void OnClosed(int? code)
    {
        _tally.AddClosed();
        _joined.TrySetException(new MeasurementException($"The server closed a socket with {code ?? 1006} while it joined."));
    }

    /// <summary>Disconnects without a close frame.</summary>
    public void Dispose() => _socket?.Dispose();

    private void Take(in Delivery delivery, long receivedAt)
    {
        Seen.Take(delivery.Seq);
        if (!_order.Agrees(delivery))
            Contradictions++;
        Sender?.Notice(delivery.Mark);
        _tally.AddDelivery(delivery.Mark.SentAt, receivedAt);
    }

    private void TakeOther(ReadOnlySpan<byte> json)
    {
        _tally.AddOtherFrame();
        if (!_joined.Task.IsCompleted && json.IndexOf("\"user_joined\""u8) >= 0)
            _joined.TrySetResult();
        var answer = _dialect.AnswerTo(json);
        if (!answer.IsEmpty)
            _socket.Send(answer.Span);
        else if (json.IndexOf("\"type\":\"error\""u8) >= 0)
            throw new MeasurementException("The server answers: " + Encoding.UTF8.GetString(json));
    }
}
