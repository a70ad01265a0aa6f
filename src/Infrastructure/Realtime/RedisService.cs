using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Persistence.Rows;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Rooms;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Redis.Machines;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>
/// Runs what connects this machine with the others: the echo that decides whether Redis is up, the hint publisher, the watch over other
/// machines, and the polling of the database, which finds events that no hint has announced.
/// </summary>
internal sealed partial class RedisService(
    RedisLink link, RedisBackplane backplane, HintPublisher publisher, HintSigner signer, SharedSecrets secrets,
    MachineWatch machines, RoomHub hub, IVideoGateway video, IOptions<BackplaneOptions> options, IHostApplicationLifetime host,
    TimeProvider clock, ILogger<RedisService> logger) : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SecretInterval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>
    /// Starts and waits up to a second until Redis is up, so that the first sockets are counted together with those of other machines.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (video.Provider == MediaProvider.Local)
            LogLocalVideo(logger);
        _running = Task.WhenAll(PollAsync(_stopping.Token), RunLinkAsync(_stopping.Token));
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

    // Redis is down until the first echo, so nothing is signed before the secret is read.
    private async Task RunLinkAsync(CancellationToken cancellationToken)
    {
        while (!await TryOpenAsync(cancellationToken) || !await TryReadSecretAsync(cancellationToken))
            await Task.Delay(PollInterval, clock, cancellationToken);
        await Task.WhenAll(
            link.WarnUnlessUpAsync(clock, cancellationToken), RefuseClusterAsync(cancellationToken),
            new RedisEcho(link, clock, logger).RunAsync(cancellationToken), publisher.RunAsync(cancellationToken),
            machines.RunAsync(cancellationToken), RefreshSecretAsync(cancellationToken));
    }

    private async Task RefuseClusterAsync(CancellationToken cancellationToken)
    {
        await link.FirstUp.WaitAsync(cancellationToken);
        if (!link.IsClusterWithoutHashTag)
            return;
        LogCluster(logger, "{videochat}:");
        Environment.ExitCode = 1;
        host.StopApplication();
    }

    // The secret may be changed, and a restored backup contains another one.
    private async Task RefreshSecretAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SecretInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            await TryReadSecretAsync(cancellationToken);
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

    private async Task<bool> TryReadSecretAsync(CancellationToken cancellationToken)
    {
        try
        {
            signer.Use(await secrets.ReadAsync(SharedSecret.Hints, cancellationToken));
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoSecret(logger, exception.GetBaseException().Message);
            return false;
        }
    }

    // Polls every second while Redis is down, and for a while after it is up again: events written before a channel was subscribed again
    // were not announced.
    private async Task PollAsync(CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromSeconds(options.Value.LookSeconds);
        var (lastUps, lastUp, lastPoll) = (0, clock.GetTimestamp(), clock.GetTimestamp());
        using var timer = new PeriodicTimer(PollInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (!link.IsUp || link.Ups != lastUps)
                (lastUps, lastUp) = (link.Ups, clock.GetTimestamp());
            if (clock.GetElapsedTime(lastUp) > interval && clock.GetElapsedTime(lastPoll) < interval)
                continue;
            lastPoll = clock.GetTimestamp();
            try
            {
                await hub.PollAsync();
                await backplane.ResubscribeAsync();
            }
            catch (Exception exception)
            {
                LogFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Videos are kept on the local disk: with several machines Storage:Path must be a folder that all of them share, and live streams are refused (Bunny.net has neither restriction)")]
    private static partial void LogLocalVideo(ILogger logger);

    [LoggerMessage(Level = LogLevel.Critical, Message = "ConnectionStrings:Redis leads to a Redis Cluster, where all keys must be in one slot: add channelPrefix={Prefix} to it, with the braces")]
    private static partial void LogCluster(ILogger logger, string prefix);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot connect to Redis (ConnectionStrings:Redis): {Reason}")]
    private static partial void LogNotOpened(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot read the secret that signs hints (table shared_secrets): {Reason}")]
    private static partial void LogNoSecret(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Polling the database for new room events failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
