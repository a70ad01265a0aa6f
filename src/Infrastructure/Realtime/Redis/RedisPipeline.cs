namespace VideoChat.Infrastructure.Realtime.Redis;

/// <summary>
/// Work for Redis on many things: some at a time, so that they share the journeys and none waits behind all the others for
/// longer than an answer may take.
/// </summary>
internal static class RedisPipeline
{
    private const int AtOnce = 32;

    public static Task ForEachAsync<TItem>(IEnumerable<TItem> items, Func<TItem, Task> work) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (item, _) => await work(item));
}
