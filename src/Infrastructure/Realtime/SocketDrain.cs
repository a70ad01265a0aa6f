using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoChat.Application.Health;

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
        var steps = Math.Max(1, (int)(options.Value.Close / Step));
        foreach (var chunk in connections.Chunk(Math.Max(1, (connections.Count + steps - 1) / steps)))
        {
            foreach (var connection in chunk)
                connection.Close(CloseCodes.ServiceRestart, "the server restarts");
            if (steps > 1)
                await PauseAsync(options.Value.Close / Math.Min(steps, connections.Count), cancellationToken);
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
