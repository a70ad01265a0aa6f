namespace VideoChat.Application.Common;

/// <summary>
/// Limits concurrent reads of long lists to one fewer than the processors. A SQLite read occupies a thread-pool thread until it completes,
/// and messages, sockets and probes need the others. Waiting reads occupy no thread.
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
