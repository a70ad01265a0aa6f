using Microsoft.Extensions.Hosting;
using VideoChat.Application.Health;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>
/// Closes every socket with 1012 when the process is told to end. Nothing new is let in from then on, and Kestrel, which
/// waits for its connections, has none to wait for.
/// </summary>
internal sealed class SocketDrain(RoomHub hub, Lifecycle lifecycle, IHostApplicationLifetime host) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        host.ApplicationStopping.Register(() =>
        {
            lifecycle.Drain();
            foreach (var connection in hub.List())
                connection.Close(CloseCodes.ServiceRestart, "the server restarts");
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
