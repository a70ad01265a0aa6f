using System.Globalization;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace VideoChat.Infrastructure.Redis;

/// <summary>
/// Publishes a number once per second on a channel to which it subscribes. Unlike a ping, the echo detects lost subscriptions and
/// undelivered messages.
/// </summary>
internal sealed partial class RedisEcho(RedisLink link, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EchoTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The times of the last 60 numbers, so that the round trip of a late echo is measured too.</summary>
    private readonly long[] _sentAt = new long[60];

    private readonly string _channel = "echo:" + link.Machine;
    private bool _isSubscribed;
    private long _lastSent;

    private long _waitingSince;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
            await SendAsync();
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task SendAsync()
    {
        try
        {
            if (!_isSubscribed)
            {
                _isSubscribed = await link.TrySubscribeAsync(_channel, ReceiveAsync);
                RestartTimeout();
            }
            var number = _lastSent + 1;
            Volatile.Write(ref _sentAt[number % _sentAt.Length], clock.GetTimestamp());
            Volatile.Write(ref _lastSent, number);
            await link.PublishAsync(_channel, number.ToString(CultureInfo.InvariantCulture));
            if (clock.GetElapsedTime(Volatile.Read(ref _waitingSince)) > EchoTimeout)
            {
                link.MarkDown(new TimeoutException());
                // A reconnect can lose the subscription without an error, so it is renewed.
                _isSubscribed = false;
            }
        }
        catch (Exception exception)
        {
            // Without the next echo, Redis would stay marked as down, so the loop must not end.
            if (exception is not (RedisException or TimeoutException or ObjectDisposedException))
                LogFailed(logger, exception);
            link.MarkDown(exception);
            RestartTimeout();
        }
    }

    private void RestartTimeout() => Volatile.Write(ref _waitingSince, clock.GetTimestamp());

    private Task ReceiveAsync(string text)
    {
        var (last, now) = (Volatile.Read(ref _lastSent), clock.GetTimestamp());
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < Math.Max(1, last - _sentAt.Length + 1) || number > last)
        {
            return Task.CompletedTask;
        }

        RedisMetrics.Echoed(clock.GetElapsedTime(Volatile.Read(ref _sentAt[number % _sentAt.Length]), now));
        // An earlier number may have been delayed, so it does not prove that Redis is up now.
        if (number == last)
        {
            RestartTimeout();
            link.MarkUp();
        }
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending the Redis echo failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
