using System.Net;
using System.Net.Sockets;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>
/// A proxy to PostgreSQL that can break the connection when a commit is sent, before or after it reaches the server.
/// </summary>
internal sealed class CommitProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;
    private volatile CommitBreak _break;
    private volatile bool _isClosed;

    public CommitProxy(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Breaks the connection once, at the next commit.</summary>
    public void BreakAtCommit(CommitBreak kind) => _break = kind;

    /// <summary>Indicates whether connections fail.</summary>
    public bool IsClosed => _isClosed;

    public void Reopen() => _isClosed = false;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The proxy was stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            if (_isClosed)
                return;
            try
            {
                await server.ConnectAsync(_host, _port);
                var answers = server.GetStream().CopyToAsync(client.GetStream());
                await Task.WhenAny(RequestsAsync(client, server, answers), answers);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
            {
                // One side closed, so the other is closed too.
            }
        }
    }

    private async Task RequestsAsync(TcpClient client, TcpClient server, Task answers)
    {
        var buffer = new byte[64 * 1_024];
        while (await client.GetStream().ReadAsync(buffer) is > 0 and var length)
        {
            var request = buffer.AsMemory(0, length);
            // The terminating zero excludes the text "READ COMMITTED" at the beginning of a transaction.
            if (_break == CommitBreak.None || request.Span.IndexOf("COMMIT\0"u8) < 0)
            {
                await server.GetStream().WriteAsync(request);
                continue;
            }
            var kind = _break;
            _break = CommitBreak.None;
            _isClosed = kind == CommitBreak.AfterTheCommitForLong;
            // The client is disconnected before the server receives the commit.
            client.Client.Close(0);
            if (kind == CommitBreak.BeforeTheCommit)
                return;
            await server.GetStream().WriteAsync(request);
            // The server's response proves that the commit arrived.
            await answers;
            return;
        }
    }
}

public enum CommitBreak
{
    None,

    /// <summary>The commit does not reach the server.</summary>
    BeforeTheCommit,

    /// <summary>The commit reaches the server, but its response is lost.</summary>
    AfterTheCommit,

    /// <summary>
    /// The same as <see cref="AfterTheCommit"/>, and further connections fail until <see cref="CommitProxy.Reopen"/>.
    /// </summary>
    AfterTheCommitForLong,
}
