using Microsoft.Extensions.Hosting;
using VideoChat.Infrastructure.Persistence.Startup;
using VideoChat.Infrastructure.Realtime.Rooms;

namespace VideoChat.Infrastructure.Realtime;

internal sealed class BackplaneService(RoomPoller poller, RedisService? redis) : IStartsAfterMigration, IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _polling = Task.CompletedTask;

    public Task StartAfterMigrationAsync(CancellationToken cancellationToken)
    {
        _polling = poller.RunAsync(_stopping.Token);
        return redis?.StartAsync(cancellationToken) ?? Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (redis is not null)
            await redis.StopAsync();
    }

    public void Dispose() => _stopping.Dispose();
}
