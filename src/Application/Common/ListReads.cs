namespace VideoChat.Application.Common;

/// <summary>
/// Limits how many long lists are read at a time, to one fewer than there are processors: a read from SQLite occupies a thread of
/// the pool until it ends, and messages, sockets and probes need the others. The rest wait here without a thread.
/// </summary>
public sealed class ListReads : IDisposable
{
    private readonly SemaphoreSlim _free = new(Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>Reads a list when its turn comes.</summary>
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
