using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoChat.Application.Health;
using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>Closes the sockets with code 1012 when the process stops, after the drain time and spread over the closing time.</summary>
internal sealed class SocketDrain(
    OpenConnections connections, Lifecycle lifecycle, IHostApplicationLifetime host, IOptions<ShutdownOptions> options, TimeProvider clock)
    : IHostedLifecycleService
{
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(50);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        host.ApplicationStopping.Register(lifecycle.Drain);
        return Task.CompletedTask;
    }

    // Drains and closes the sockets. The host calls this method before it stops any service, so requests and sockets still work.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        lifecycle.Drain();
        await DelayAsync(options.Value.Drain, cancellationToken);
        lifecycle.StopAccepting();
        await CloseAllAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CloseAllAsync(CancellationToken cancellationToken)
    {
        var open = connections.List();
        var steps = Split(open.Count, options.Value.Close);
        foreach (var (i, step) in steps.Index())
        {
            if (i > 0)
                await DelayAsync(options.Value.Close / steps.Count, cancellationToken);
            foreach (var connection in open.Take(step))
                connection.Close(CloseCodes.ServiceRestart, "the server is restarting");
        }
    }

    internal static IReadOnlyList<Range> Split(int sockets, TimeSpan time)
    {
        var steps = Math.Clamp((long)(time / StepTime), 1, Math.Max(1, sockets));
        var ends = Enumerable.Range(0, (int)steps + 1).Select(step => (int)((long)sockets * step / steps)).ToList();
        return [.. ends.Zip(ends.Skip(1), (first, end) => first..end)];
    }

    private async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
