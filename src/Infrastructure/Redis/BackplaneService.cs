using Microsoft.Extensions.Hosting;

namespace VideoChat.Infrastructure.Redis;

/// <summary>Runs what keeps this process in touch with others; nothing, where it is the only one.</summary>
internal sealed class BackplaneService(RedisService? redis) : IHostedService, IDisposable
{
    public Task StartAsync(CancellationToken cancellationToken) => redis?.StartAsync() ?? Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => redis?.StopAsync() ?? Task.CompletedTask;

    public void Dispose() => redis?.Dispose();
}
