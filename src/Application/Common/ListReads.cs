namespace VideoChat.Application.Common;

/// <summary>
/// Limits how many long lists are read concurrently, because a SQLite read occupies a thread-pool thread until it completes. With
/// several processors, one thread stays free for messages, sockets and health checks.
/// </summary>
public sealed class ListReads : IDisposable
{
    private readonly SemaphoreSlim _free = new(Math.Max(1, Environment.ProcessorCount - 1));

    public async Task<TList> RunAsync<TList>(Func<Task<TList>> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return await read();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
