using System.Diagnostics;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>Polls until a condition holds. The timeout only ends a test that has failed.</summary>
internal static class Wait
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static async Task UntilAsync(Func<bool> condition, string state) =>
        await UntilAsync(() => Task.FromResult(condition()), state);

    public static async Task UntilAsync(Func<Task<bool>> condition, string state)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > Timeout)
                Assert.Fail($"Timed out waiting for: {state}.");
            await Task.Delay(1);
        }
    }
}
