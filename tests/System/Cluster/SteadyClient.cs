using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Cluster;

/// <summary>
/// A client that follows the documentation. It resumes after the last number that it saw, repeats unconfirmed messages under the
/// same client id, and moves to the next machine when one fails. It records every message and every violation.
/// </summary>
internal sealed class SteadyClient : IAsyncDisposable
{
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(3);

    private readonly IReadOnlyList<Uri> _addresses;
    private readonly Guid _room;
    private readonly TestUser _user;
    private readonly string _name;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _unseen = new();
    private readonly ConcurrentDictionary<string, byte> _repeated = new();
    private readonly List<Guid> _seen = [];
    private readonly Task _listening;
    private readonly Task _talking;
    private ClientWebSocket? _socket;
    private int _next;
    private long _lastSeq;

    public SteadyClient(IReadOnlyList<Uri> addresses, int first, Guid room, TestUser user, string name, bool talks = true)
    {
        (_addresses, _next, _room, _user, _name) = (addresses, first, room, user, name);
        _listening = ListenAsync();
        _talking = talks ? TalkAsync() : Task.CompletedTask;
    }

    /// <summary>The number of the newest message that it saw.</summary>
    public long LastSeq => Volatile.Read(ref _lastSeq);

    /// <summary>The number of its own messages that were confirmed.</summary>
    public int Sent { get; private set; }

    public int Reconnects { get; private set; }

    /// <summary>The number of its replays that were refused with <c>resync</c>.</summary>
    public int Resyncs { get; private set; }

    /// <summary>The number of its messages that were refused with <c>unavailable</c>.</summary>
    public int Unavailable { get; private set; }

    /// <summary>The longest time until one of its messages was confirmed.</summary>
    public TimeSpan Longest { get; private set; }

    public IEnumerable<string> Faults => _faults;

    /// <summary>The ids of the messages that it saw, in order. Read it only after the client has stopped.</summary>
    public IReadOnlyList<Guid> Seen => _seen;

    /// <summary>Stops sending and waits until every sent message is confirmed.</summary>
    public async Task FinishAsync()
    {
        await _enough.CancelAsync();
        await _talking.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _stopping.CancelAsync();
        await _talking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _enough.Dispose();
        _stopping.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var address = _addresses[_next++ % _addresses.Count];
            using var socket = new ClientWebSocket();
            try
            {
                using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                timeout.CancelAfter(TimeSpan.FromSeconds(3));
                await socket.ConnectAsync(new Uri($"ws://{address.Authority}/ws/{_room}/{_user.Id}?after={_lastSeq}"), timeout.Token);
                _socket = socket;
                await ReceiveAllAsync(socket);
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or HttpRequestException)
            {
                // The socket was refused, cut or closed. The client reconnects.
            }
            _socket = null;
            Reconnects++;
            await Task.Delay(Random.Shared.Next(50, 300), _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReceiveAllAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1_024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(buffer.AsMemory(length), _stopping.Token);
                length += result.Count;
            }
            while (!result.EndOfMessage);
            if (result.MessageType == WebSocketMessageType.Close)
                return;
            var frame = JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, length));
            if (frame.Type() == "resync")
                await ReadHistoryAsync(frame.GetProperty("last_seq").GetInt64());
            else
                Take(frame);
        }
    }

    // Reads the history after a resync. The socket then continues from there.
    private async Task ReadHistoryAsync(long lastSeq)
    {
        Resyncs++;
        using var http = new HttpClient();
        while (_lastSeq < lastSeq)
        {
            var address = _addresses[_next++ % _addresses.Count];
            var page = await http.GetStringAsync(new Uri(address, $"/rooms/{_room}/events?after={_lastSeq}&limit=1000"), _stopping.Token);
            foreach (var missed in JsonSerializer.Deserialize<JsonElement>(page).EnumerateArray())
            {
                if (missed.Seq() <= lastSeq)
                    Take(missed);
            }
        }
    }

    private void Take(JsonElement frame)
    {
        switch (frame.Type())
        {
            case "message":
                if (frame.Seq() != _lastSeq + 1)
                {
                    // Only the answer to a repeat may have an old number. Any other such frame is a duplicate or out of order.
                    if (frame.Seq() > _lastSeq || !_repeated.ContainsKey(frame.Text("client_id")))
                        _faults.Enqueue($"{_name}: {frame.Seq()} after {_lastSeq}");
                }
                else
                {
                    Volatile.Write(ref _lastSeq, frame.Seq());
                    _seen.Add(frame.GetProperty("id").GetGuid());
                }
                if (_unseen.TryRemove(frame.Text("client_id"), out var seen))
                    seen.TrySetResult();
                break;
            case "error" when frame.Code() == "unavailable":
                Unavailable++;
                break;
            case "error":
                _faults.Enqueue($"{_name}: {frame.GetRawText()}");
                break;
        }
    }

    private async Task TalkAsync()
    {
        for (var i = 0; !_enough.IsCancellationRequested; i++)
        {
            var clientId = $"{_name} {i}";
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _unseen[clientId] = seen;
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            await SendUntilConfirmedAsync(clientId, seen.Task);
            var took = System.Diagnostics.Stopwatch.GetElapsedTime(began);
            Longest = took > Longest ? took : Longest;
            Sent++;
        }
    }

    private async Task SendUntilConfirmedAsync(string clientId, Task seen)
    {
        var frame = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { content = clientId, client_id = clientId }));
        ClientWebSocket? sentOn = null;
        var sentAt = 0L;
        while (!seen.IsCompleted)
        {
            _stopping.Token.ThrowIfCancellationRequested();
            var socket = _socket;
            if (socket is not null && (socket != sentOn || System.Diagnostics.Stopwatch.GetElapsedTime(sentAt) > ResendAfter))
            {
                if (sentOn is not null)
                    _repeated.TryAdd(clientId, 0);
                (sentOn, sentAt) = (socket, System.Diagnostics.Stopwatch.GetTimestamp());
                try
                {
                    await socket.SendAsync(frame, WebSocketMessageType.Text, true, _stopping.Token);
                }
                catch (Exception exception) when (exception is WebSocketException or InvalidOperationException or IOException)
                {
                    // The machine failed. The client tries the next one.
                }
            }
            await Task.WhenAny(seen, Task.Delay(50, _stopping.Token));
        }
    }
}
