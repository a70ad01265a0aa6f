using Microsoft.Extensions.Time.Testing;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>A fake clock that reports when code starts to wait on it, because advancing it earlier has no effect on that wait.</summary>
internal sealed class WatchedClock() : FakeTimeProvider(new DateTimeOffset(Some.Time))
{
    private readonly TaskCompletionSource _timerCreated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task TimerCreated => _timerCreated.Task.WaitAsync(Wait.Timeout);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timerCreated.TrySetResult();
        return timer;
    }
}
