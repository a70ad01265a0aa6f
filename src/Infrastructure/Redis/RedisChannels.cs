using StackExchange.Redis;

namespace VideoChat.Infrastructure.Redis;

internal static class RedisChannels
{
    /// <summary>Subscribes or renews a subscription. Returns false if the caller must retry.</summary>
    public static async Task<bool> TrySubscribeAsync(this RedisLink link, string channel, Func<string, Task> receive)
    {
        try
        {
            var name = RedisChannel.Literal(link.Prefix + channel);
            // The library does not renew a subscription that it considers active, though Redis may have lost it. Both commands are sent
            // together, so that no message is published in between.
            var unsubscribing = link.Subscriber.UnsubscribeAsync(name);
            var subscribing = link.Subscriber.SubscribeAsync(name);
            await Task.WhenAll(unsubscribing, subscribing).WaitAsync(RedisLink.CallTimeout);
            var queue = await subscribing;
            // Messages are handled one after another, so signals keep their order.
            queue.OnMessage(message => receive(message.Message.ToString()));
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            link.MarkDown(exception);
            // The library would keep trying, and queue messages that are never read.
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
            // Messages that still arrive find no listener.
            link.MarkDown(exception);
        }
    }

    /// <summary>Publishes a message. Throws if Redis does not answer.</summary>
    public static Task PublishAsync(this RedisLink link, string channel, string text) =>
        link.Subscriber.PublishAsync(RedisChannel.Literal(link.Prefix + channel), text).WaitAsync(RedisLink.CallTimeout);
}
