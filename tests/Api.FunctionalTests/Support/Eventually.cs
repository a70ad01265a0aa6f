namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>Polls until a condition holds, and throws after a timeout.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task BeTrueAsync(Func<bool> condition, string what, TimeSpan? patience = null) =>
        BeTrueAsync(() => Task.FromResult(condition()), what, patience);

    public static async Task BeTrueAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null)
    {
        using var giveUp = new CancellationTokenSource(patience ?? Patience);
        using var timer = new PeriodicTimer(Pause);
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(giveUp.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited in vain until {what}.");
            }
        }
    }
}
