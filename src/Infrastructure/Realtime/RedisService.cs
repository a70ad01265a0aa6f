using Microsoft.Extensions.Logging;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Redis.Machines;

namespace VideoChat.Infrastructure.Realtime;

internal sealed partial class RedisService(
    RedisLink link, MachineSettings settings, HintSecret secret, HintPublisher publisher, MachineWatch machines,
    TimeProvider clock, ILogger<RedisService> logger) : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    // Waits up to a second for Redis, so that the limits of all machines apply to the first sockets.
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        settings.WarnOfLocalVideos();
        _running = RunLinkAsync(_stopping.Token);
        await link.WaitUntilUpAsync(cancellationToken);
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await publisher.FlushAsync();
        await machines.StopAsync();
    }

    public void Dispose() => _stopping.Dispose();

    // Opens the connection and runs its loops. The secret is read before RedisEcho starts, because RedisEcho marks the link as up.
    // Hints are published from then on, and they are signed with the secret.
    private async Task RunLinkAsync(CancellationToken cancellationToken)
    {
        while (!await TryOpenAsync(cancellationToken) || !await secret.TryReadAsync(cancellationToken))
            await Task.Delay(RetryDelay, clock, cancellationToken);
        await Task.WhenAll(
            link.WarnUnlessUpAsync(clock, cancellationToken), settings.RefuseClusterAsync(cancellationToken),
            new RedisEcho(link, clock, logger).RunAsync(cancellationToken), publisher.RunAsync(cancellationToken),
            machines.RunAsync(cancellationToken), secret.RefreshAsync(cancellationToken));
    }

    private async Task<bool> TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await link.OpenAsync().WaitAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotOpened(logger, exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot connect to Redis (ConnectionStrings:Redis): {Reason}")]
    private static partial void LogNotOpened(ILogger logger, string reason);
}
