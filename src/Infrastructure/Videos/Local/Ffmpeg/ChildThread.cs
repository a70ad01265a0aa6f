using System.Collections.Concurrent;

namespace VideoChat.Infrastructure.Videos.Local.Ffmpeg;

/// <summary>
/// A dedicated thread that starts child processes, because <c>PR_SET_PDEATHSIG</c> kills a child when the thread that started it ends
/// (https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html).
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
