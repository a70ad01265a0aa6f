using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Cluster;

/// <summary>
/// A client that keeps the log of a room as the documentation says: it resumes from its position, and after <c>resync</c> it reads the log
/// again and drops what the log no longer has.
/// </summary>
internal sealed class PositionClient : IAsyncDisposable
{
    private readonly IReadOnlyList<Uri> _addresses;
    private readonly Guid _room;
    private readonly TestUser _user;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Task _running;
    private List<string> _log = [];
    private string _position = "0:00000000-0000-0000-0000-000000000000";
    private volatile bool _isOnline = true;
    private volatile ClientWebSocket? _socket;
    private int _next;

    public PositionClient(IReadOnlyList<Uri> addresses, int first, Guid room, TestUser user)
    {
        (_addresses, _next, _room, _user) = (addresses, first, room, user);
        _running = Task.Run(RunAsync);
    }

    /// <summary>The ids of the events that it shows, in order.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_lock)
                return [.. _log];
        }
    }

    public int Resyncs { get; private set; }

    /// <summary>The time at which the server last closed its socket with 1012.</summary>
    public long? RestartedAt { get; private set; }

    /// <summary>A violation of the order of events; null if there was none.</summary>
    public string? Fault { get; private set; }

    /// <summary>Disconnects and stays away until <see cref="ComeBack"/>.</summary>
    public void Leave()
    {
        _isOnline = false;
        _socket?.Abort();
    }

    public void ComeBack() => _isOnline = true;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (_isOnline)
                    await ConnectAsync(_addresses[_next++ % _addresses.Count]);
            }
            catch (Exception exception) when (exception is WebSocketException or HttpRequestException or IOException or OperationCanceledException)
            {
                // The socket was refused, cut or closed. The client reconnects.
            }
            await Task.Delay(Random.Shared.Next(20, 200), _stopping.Token);
        }
    }

    private async Task ConnectAsync(Uri address)
    {
        using var socket = new ClientWebSocket();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        timeout.CancelAfter(TimeSpan.FromSeconds(5));
        await socket.ConnectAsync(new Uri($"ws://{address.Authority}/ws/{_room}/{_user.Id}?after={_position}"), timeout.Token);
        _socket = socket;
        var buffer = new byte[64 * 1_024];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(), _stopping.Token);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                if ((int?)socket.CloseStatus == 1012)
                    RestartedAt = Stopwatch.GetTimestamp();
                return;
            }
            Assert.That(result.EndOfMessage, Is.True);
            var frame = JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, result.Count));
            if (frame.Type() == "resync")
                await ReadAgainAsync(address, frame);
            else if (frame.TryGetProperty("seq", out var seq))
                Take(seq.GetInt64(), frame.Text("id"));
        }
    }

    private void Take(long seq, string id)
    {
        lock (_lock)
        {
            if (seq == _log.Count + 1)
                _log.Add(id);
            else if (seq > _log.Count || _log[(int)seq - 1] != id)
                Fault ??= $"{seq}:{id} after {_position}";
            if (seq == _log.Count)
                _position = $"{seq}:{id}";
        }
    }

    private async Task ReadAgainAsync(Uri address, JsonElement resync)
    {
        var (lastSeq, position) = (resync.GetProperty("last_seq").GetInt64(), resync.Text("position"));
        var log = new List<string>();
        using var http = new HttpClient { BaseAddress = address };
        while (log.Count < lastSeq)
        {
            var page = JsonSerializer.Deserialize<JsonElement>(
                await http.GetStringAsync(new Uri($"/rooms/{_room}/events?after={log.Count}&limit=1000", UriKind.Relative), _stopping.Token));
            if (page.GetArrayLength() == 0)
                break;
            log.AddRange(page.EnumerateArray().Select(roomEvent => roomEvent.Text("id")));
        }
        log.RemoveRange((int)Math.Min(lastSeq, log.Count), (int)Math.Max(0, log.Count - lastSeq));
        // The log may lose events again while it is read, or this machine may not have noticed a loss yet. Then the client starts over.
        if (lastSeq > 0 && (log.Count < lastSeq || position != $"{lastSeq}:{log[^1]}"))
            throw new IOException("The log has changed.");
        lock (_lock)
            (_log, _position) = (log, position);
        Resyncs++;
    }
}
