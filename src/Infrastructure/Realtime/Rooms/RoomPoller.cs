using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Redis;

namespace VideoChat.Infrastructure.Realtime.Rooms;

internal sealed partial class RoomPoller(
    RoomHub hub, RedisBackplane backplane, RedisLink link, IOptions<BackplaneOptions> options, TimeProvider clock, ILogger<RoomPoller> logger)
{
    private static readonly TimeSpan IntervalWithoutRedis = TimeSpan.FromSeconds(1);

    // Polls at an interval. During an outage of Redis and for one interval after it, polls every second, because events written
    // before a channel was subscribed again were not announced.
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromSeconds(options.Value.LookSeconds);
        var (lastUps, lastUp, lastPoll) = (0, clock.GetTimestamp(), clock.GetTimestamp());
        using var timer = new PeriodicTimer(IntervalWithoutRedis, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (!link.IsUp || link.UpCount != lastUps)
                (lastUps, lastUp) = (link.UpCount, clock.GetTimestamp());
            if (clock.GetElapsedTime(lastUp) > interval && clock.GetElapsedTime(lastPoll) < interval)
                continue;
            lastPoll = clock.GetTimestamp();
            await PollAsync();
        }
    }

    private async Task PollAsync()
    {
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

    [LoggerMessage(Level = LogLevel.Error, Message = "Polling the database for new room events failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
