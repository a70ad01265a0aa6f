using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.Realtime.Rooms;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>
/// When the process is told to end: readiness is 503 at once, the rest goes on for the drain delay; then no socket is let
/// in and those that are open are closed with 1012, one after the other. Kestrel, which waits for its connections, has none
/// to wait for afterwards.
/// </summary>
internal sealed class SocketDrain(
    RoomHub hub, Lifecycle lifecycle, IHostApplicationLifetime host, IOptions<ShutdownOptions> options, TimeProvider clock)
    : IHostedLifecycleService
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        host.ApplicationStopping.Register(lifecycle.Drain);
        return Task.CompletedTask;
    }

    // Before anything is stopped: whatever a request or a socket needs is still there.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        lifecycle.Drain();
        await PauseAsync(options.Value.Drain, cancellationToken);
        lifecycle.CloseDoors();
        await CloseAllAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CloseAllAsync(CancellationToken cancellationToken)
    {
        var connections = hub.List();
        var shares = Share(connections.Count, options.Value.Close);
        foreach (var (i, share) in shares.Index())
        {
            if (i > 0)
                await PauseAsync(options.Value.Close / shares.Count, cancellationToken);
            foreach (var connection in connections.Take(share))
                connection.Close(CloseCodes.ServiceRestart, "the server is restarting");
        }
    }

    /// <summary>Who is closed at a time: as many steps as fit, or one for each socket, and no share larger than another by more than one.</summary>
    internal static IReadOnlyList<Range> Share(int sockets, TimeSpan time)
    {
        var steps = Math.Clamp((long)(time / Step), 1, Math.Max(1, sockets));
        var ends = Enumerable.Range(0, (int)steps + 1).Select(step => (int)((long)sockets * step / steps)).ToList();
        return [.. ends.Zip(ends.Skip(1), (first, end) => first..end)];
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
