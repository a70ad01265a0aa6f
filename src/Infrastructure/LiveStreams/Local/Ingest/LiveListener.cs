using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

internal sealed partial class LiveListener : IAsyncDisposable
{
    private const int Backlog = 16;

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly HashSet<Task> _serving = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Socket _listener;
    private readonly TimeProvider _clock;
    private readonly Guid _streamId;
    private readonly ILogger _logger;
    private Task _accepting = Task.CompletedTask;

    private LiveListener(Socket listener, Guid streamId, TimeProvider clock, ILogger logger)
    {
        _listener = listener;
        _streamId = streamId;
        _clock = clock;
        _logger = logger;
    }

    public static LiveListener Open(IPEndPoint endPoint, Guid streamId, TimeProvider clock, ILogger logger)
    {
        var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // The socket is dual-mode, because the address "::" must also accept IPv4 connections, as it does for the HTTP ports.
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
                listener.DualMode = true;
            listener.Bind(endPoint);
            listener.Listen(Backlog);
            return new LiveListener(listener, streamId, clock, logger);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    public void Start(Func<Socket, CancellationToken, Task> serve) => _accepting = AcceptAsync(serve);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Task[] serving;
        lock (_lock)
            serving = [.. _serving];
        await Task.WhenAll(serving);
    }

    private async Task AcceptAsync(Func<Socket, CancellationToken, Task> serve)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_closing.Token);
                Add(Task.Run(() => serve(socket, _closing.Token)));
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // The failure is transient, for example because the process has no free file descriptors.
                LogAccept(_logger, _streamId, exception.SocketErrorCode);
                await Task.Delay(AcceptPause, _clock, CancellationToken.None);
            }
        }
    }

    private void Add(Task task)
    {
        lock (_lock)
            _serving.Add(task);
        task.ContinueWith(
            done =>
            {
                lock (_lock)
                    _serving.Remove(done);
            },
            TaskScheduler.Default);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: accepting a connection failed: {Error}")]
    private static partial void LogAccept(ILogger logger, Guid streamId, SocketError error);
}
