using Microsoft.Extensions.Hosting;

namespace VideoChat.Infrastructure.Realtime.Sockets;

internal sealed class Heartbeat(OpenConnections connections) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var now = Environment.TickCount64;
                foreach (var connection in connections.List())
                    connection.CheckPeer(now);
            }
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
    }
}
