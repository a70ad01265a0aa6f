using System.Globalization;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace VideoChat.Infrastructure.Realtime.Redis;

/// <summary>
/// Says a number to itself through Redis once a second. What a ping would not find it finds: a subscription that has died,
/// a Redis that takes and does not deliver.
/// </summary>
internal sealed partial class RedisEcho(RedisLink link, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>When the last numbers were said: one that is late is not current, and it still shows how slow Redis is.</summary>
    private readonly long[] _saidAt = new long[60];

    private readonly string _channel = "echo:" + link.Machine;
    private bool _isSubscribed;
    private long _said;

    /// <summary>Since when Redis takes what is said here and none of it has come back.</summary>
    private long _waitingSince;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
            await SayAsync();
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task SayAsync()
    {
        try
        {
            if (!_isSubscribed)
            {
                _isSubscribed = await link.TrySubscribeAsync(_channel, HearAsync);
                WaitAnew();
            }
            var number = _said + 1;
            Volatile.Write(ref _saidAt[number % _saidAt.Length], clock.GetTimestamp());
            Volatile.Write(ref _said, number);
            await link.PublishAsync(_channel, number.ToString(CultureInfo.InvariantCulture));
            if (clock.GetElapsedTime(Volatile.Read(ref _waitingSince)) > Patience)
            {
                link.MarkDown(new TimeoutException());
                // Redis takes and does not deliver: a reconnect can lose subscriptions, and the library would never know.
                _isSubscribed = false;
            }
        }
        catch (Exception exception)
        {
            // Whatever it is: without the next echo Redis would be away for good.
            if (exception is not (RedisException or TimeoutException or ObjectDisposedException))
                LogFailed(logger, exception);
            link.MarkDown(exception);
            WaitAnew();
        }
    }

    private void WaitAnew() => Volatile.Write(ref _waitingSince, clock.GetTimestamp());

    private Task HearAsync(string text)
    {
        var (last, now) = (Volatile.Read(ref _said), clock.GetTimestamp());
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < Math.Max(1, last - _saidAt.Length + 1) || number > last)
        {
            return Task.CompletedTask;
        }

        RealtimeMetrics.Echoed(clock.GetElapsedTime(Volatile.Read(ref _saidAt[number % _saidAt.Length]), now));
        // An old one, held up on the way, says nothing of now.
        if (number == last)
        {
            WaitAnew();
            link.MarkUp();
        }
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending the Redis echo failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
