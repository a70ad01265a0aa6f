using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>A TCP proxy to a local port. While it is cut, no bytes pass in either direction.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> _ends = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _replying = new(1);
    private readonly int _port;
    private readonly Task _accepting;
    private volatile bool _isCut;
    private volatile bool _losesHints;
    private volatile bool _forgets;
    private volatile TcpClient? _subscribed;
    private int _lostHints;
    private long _lag;
    private long _slowness;

    public Wire(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Indicates whether Redis's publications about rooms are dropped. All other bytes pass.</summary>
    public bool LosesHints
    {
        get => _losesHints;
        set => _losesHints = value;
    }

    /// <summary>The delay of publications. Replies are not delayed.</summary>
    public TimeSpan PublicationDelay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _lag));
        set => Interlocked.Exchange(ref _lag, value.Ticks);
    }

    /// <summary>The delay of everything that Redis sends.</summary>
    public TimeSpan ReplyDelay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _slowness));
        set => Interlocked.Exchange(ref _slowness, value.Ticks);
    }

    public int LostHints => Volatile.Read(ref _lostHints);

    /// <summary>Makes Redis forget all subscriptions of this connection without notice.</summary>
    public async Task ForgetSubscriptionsAsync()
    {
        _forgets = true;
        await _subscribed!.GetStream().WriteAsync("UNSUBSCRIBE\r\n"u8.ToArray());
    }

    /// <summary>Stops all traffic. Connections stay open, and new ones are accepted but receive nothing.</summary>
    public void Cut() => _isCut = true;

    /// <summary>Closes the connections that were cut. New ones work.</summary>
    public void Mend()
    {
        _isCut = false;
        foreach (var end in _ends.Keys)
            end.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        Mend();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _replying.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
            _ = CarryAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var far = new TcpClient();
        _ends.TryAdd(near, 0);
        _ends.TryAdd(far, 0);
        try
        {
            if (!_isCut)
                await far.ConnectAsync(IPAddress.Loopback, _port);
            await Task.WhenAny(CopyAsync(near, far, isReply: false), CopyAsync(far, near, isReply: true));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One end has closed its connection, so the other is closed too.
        }
        near.Close();
        _ends.TryRemove(near, out _);
        _ends.TryRemove(far, out _);
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool isReply)
    {
        var buffer = new byte[16_384];
        var replies = new RedisReplies();
        var waiting = Channel.CreateUnbounded<(byte[] Reply, DateTime Due)>();
        if (isReply)
            _ = SendRepliesAsync(to, waiting.Reader);
        while (from.Connected)
        {
            var count = await from.GetStream().ReadAsync(buffer);
            if (count == 0)
                return;
            if (_isCut)
                continue;
            if (!isReply)
            {
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
                continue;
            }
            foreach (var reply in replies.Take(buffer.AsSpan(0, count)))
            {
                if (RedisReplies.IsPublication(reply))
                    _subscribed = from;
                if (_forgets && RedisReplies.IsUnsubscription(reply, out var isLast))
                    _forgets = !isLast;
                else if (_losesHints && RedisReplies.IsHint(reply))
                    Interlocked.Increment(ref _lostHints);
                else if (PublicationDelay > TimeSpan.Zero && RedisReplies.IsPublication(reply))
                    _ = ReplyLaterAsync(to, reply);
                else
                    await waiting.Writer.WriteAsync((reply, DateTime.UtcNow + ReplyDelay));
            }
        }
        // The connection is held open without a peer until the proxy works again.
        await Task.Delay(Timeout.Infinite, _stopping.Token);
    }

    private async Task SendRepliesAsync(TcpClient to, ChannelReader<(byte[] Reply, DateTime Due)> waiting)
    {
        await foreach (var (reply, due) in waiting.ReadAllAsync(_stopping.Token))
        {
            if (due - DateTime.UtcNow is var rest && rest > TimeSpan.Zero)
                await Task.Delay(rest, _stopping.Token);
            await ReplyAsync(to, reply);
        }
    }

    private async Task ReplyLaterAsync(TcpClient to, byte[] reply)
    {
        await Task.Delay(PublicationDelay, _stopping.Token);
        await ReplyAsync(to, reply);
    }

    private async Task ReplyAsync(TcpClient to, byte[] reply)
    {
        await _replying.WaitAsync(_stopping.Token);
        try
        {
            await to.GetStream().WriteAsync(reply);
        }
        finally
        {
            _replying.Release();
        }
    }
}
