using StackExchange.Redis;

namespace VideoChat.Infrastructure.Redis;

internal static class RedisChannels
{
    /// <summary>Subscribes to a channel or renews the subscription. Returns false if the caller must retry.</summary>
    public static async Task<bool> TrySubscribeAsync(this RedisLink link, string channel, Func<string, Task> receive)
    {
        try
        {
            var name = RedisChannel.Literal(link.Prefix + channel);
            // The client keeps a subscription that it considers active, even if Redis has lost it, so the channel is unsubscribed first.
            var unsubscribing = link.Subscriber.UnsubscribeAsync(name);
            var subscribing = link.Subscriber.SubscribeAsync(name);
            await Task.WhenAll(unsubscribing, subscribing).WaitAsync(RedisLink.CallTimeout);
            var queue = await subscribing;
            // A message queue is used, because it handles one message at a time and so preserves the order of signals.
            queue.OnMessage(message => receive(message.Message.ToString()));
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            link.MarkDown(exception);
            // The channel is unsubscribed, because otherwise the client would keep retrying the subscription and queue messages
            // that nothing reads.
            await link.UnsubscribeAsync(channel);
            return false;
        }
    }

    public static async Task UnsubscribeAsync(this RedisLink link, string channel)
    {
        try
        {
            await link.Subscriber.UnsubscribeAsync(RedisChannel.Literal(link.Prefix + channel)).WaitAsync(RedisLink.CallTimeout);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            link.MarkDown(exception);
        }
    }

    public static Task PublishAsync(this RedisLink link, string channel, string text) =>
        link.Subscriber.PublishAsync(RedisChannel.Literal(link.Prefix + channel), text).WaitAsync(RedisLink.CallTimeout);
}
