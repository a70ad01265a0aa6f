using System.Globalization;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Infrastructure.Redis;

/// <summary>
/// Says a number to itself through Redis once a second. What a ping would not find it finds: a subscription that has died,
/// a Redis that takes and does not deliver.
/// </summary>
internal sealed partial class RedisEcho(RedisLink link, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly string _channel = "echo:" + link.Machine;
    private bool _isSubscribed;
    private long _said;
    private long _saidAt;
    private long _lastHeard;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _lastHeard = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, clock);
        do
            await SayAsync();
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task SayAsync()
    {
        try
        {
            _isSubscribed = _isSubscribed || await link.TrySubscribeAsync(_channel, HearAsync);
            var text = Interlocked.Increment(ref _said).ToString(CultureInfo.InvariantCulture);
            Volatile.Write(ref _saidAt, clock.GetTimestamp());
            await link.PublishAsync(_channel, text);
            if (clock.GetElapsedTime(Volatile.Read(ref _lastHeard)) > Patience)
                link.Fail(new TimeoutException());
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            link.Fail(exception);
        }
        catch (Exception exception)
        {
            // Whatever it is: without the next echo Redis would be away for good.
            LogFailed(logger, exception);
            link.Fail(exception);
        }
    }

    private Task HearAsync(string text)
    {
        // An old one, held up on the way, says nothing of now.
        if (text == Volatile.Read(ref _said).ToString(CultureInfo.InvariantCulture))
        {
            var now = clock.GetTimestamp();
            Volatile.Write(ref _lastHeard, now);
            RealtimeMetrics.Echoed(clock.GetElapsedTime(Volatile.Read(ref _saidAt), now));
            link.Rise();
        }
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An echo through Redis failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
