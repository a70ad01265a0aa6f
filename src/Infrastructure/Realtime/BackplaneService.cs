using Microsoft.Extensions.Hosting;
using VideoChat.Infrastructure.Persistence.Startup;

namespace VideoChat.Infrastructure.Realtime;

internal sealed class BackplaneService(RedisService? redis) : IStartsAfterMigration, IHostedService
{
    public Task StartAfterMigrationAsync(CancellationToken cancellationToken) => redis?.StartAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => redis?.StopAsync() ?? Task.CompletedTask;
}
