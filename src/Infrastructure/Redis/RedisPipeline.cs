namespace VideoChat.Infrastructure.Redis;

// Runs many operations with limited concurrency, so that none waits in the client's queue for longer than the timeout of a call.
internal static class RedisPipeline
{
    private const int MaxConcurrent = 32;

    public static Task ForEachAsync<TItem>(IEnumerable<TItem> items, Func<TItem, Task> work) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrent }, async (item, _) => await work(item));
}
