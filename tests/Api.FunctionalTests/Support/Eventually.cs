namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>Polls until a condition holds, and throws after a timeout.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task BeTrueAsync(Func<bool> condition, string what, TimeSpan? timeout = null) =>
        BeTrueAsync(() => Task.FromResult(condition()), what, timeout);

    public static async Task BeTrueAsync(Func<Task<bool>> condition, string what, TimeSpan? timeout = null)
    {
        using var giveUp = new CancellationTokenSource(timeout ?? Timeout);
        using var timer = new PeriodicTimer(Pause);
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(giveUp.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Timed out waiting for: {what}.");
            }
        }
    }
}
