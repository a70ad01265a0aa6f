using Microsoft.Extensions.Hosting;
using VideoChat.Infrastructure.Realtime.Rooms;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>One timer that looks after the peers of all connections.</summary>
internal sealed class Heartbeat(RoomHub hub) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var now = Environment.TickCount64;
                foreach (var connection in hub.List())
                    connection.Heartbeat(now);
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }
}
