using System.Collections.Concurrent;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>
/// The thread that starts child processes. Linux kills a child with <c>PR_SET_PDEATHSIG</c> when the *thread* that
/// started it ends, and the pool ends its threads as it likes; this one lives as long as the process.
/// </summary>
internal static class ChildThread
{
    private static readonly BlockingCollection<Action> Starts = [];

    static ChildThread() => new Thread(Run) { Name = "child processes", IsBackground = true }.Start();

    public static Task<T> RunAsync<T>(Func<T> start)
    {
        var started = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                started.SetResult(start());
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    private static void Run()
    {
        foreach (var start in Starts.GetConsumingEnumerable())
            start();
    }
}
