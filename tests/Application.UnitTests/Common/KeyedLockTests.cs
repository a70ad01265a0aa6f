using System.Runtime.CompilerServices;
using VideoChat.Application.Common;

namespace VideoChat.Application.UnitTests.Common;

public sealed class KeyedLockTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly KeyedLock<string> _lock = new();

    [Test]
    public async Task AcquireAsync_WhenTheKeyIsHeld_WaitsUntilItIsReleased()
    {
        var first = await _lock.AcquireAsync("a", CancellationToken.None);
        var second = _lock.AcquireAsync("a", CancellationToken.None);
        var hadToWait = !second.IsCompleted;

        first.Dispose();

        Assert.That(hadToWait, Is.True);
        Assert.That(await second.WaitAsync(Timeout), Is.Not.Null);
    }

    [Test]
    public void AcquireAsync_WhenAnotherKeyIsHeld_DoesNotWait()
    {
        var first = _lock.AcquireAsync("a", CancellationToken.None);
        var second = _lock.AcquireAsync("b", CancellationToken.None);

        Assert.That(first.IsCompletedSuccessfully, Is.True);
        Assert.That(second.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task AcquireAsync_WhenCalledConcurrently_AdmitsOneAtATime()
    {
        var inside = 0;
        var most = 0;
        async Task EnterAsync()
        {
            using var held = await _lock.AcquireAsync("a", CancellationToken.None);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        }

        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(EnterAsync))).WaitAsync(Timeout);

        Assert.That(most, Is.EqualTo(1));
        Assert.That(inside, Is.Zero);
    }

    [Test]
    public async Task AcquireAsync_WhenCalledConcurrentlyForDifferentKeys_AdmitsAll()
    {
        var done = 0;
        async Task EnterAsync(int number)
        {
            using var held = await _lock.AcquireAsync($"key {number * 7 % 5}", CancellationToken.None);
            await Task.Yield();
            Interlocked.Increment(ref done);
        }

        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => Task.Run(() => EnterAsync(number)))).WaitAsync(Timeout);

        Assert.That(done, Is.EqualTo(500));
    }

    [Test]
    public async Task AcquireAsync_WhenCancelledWhileWaiting_ThrowsAndAdmitsTheNext()
    {
        var first = await _lock.AcquireAsync("a", CancellationToken.None);
        using var impatience = new CancellationTokenSource();
        var second = _lock.AcquireAsync("a", impatience.Token);
        var third = _lock.AcquireAsync("a", CancellationToken.None);

        await impatience.CancelAsync();
        first.Dispose();

        Assert.That(() => second, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await third.WaitAsync(Timeout), Is.Not.Null);
    }

    [Test]
    public async Task Dispose_WhenCalledTwice_ReleasesOnce()
    {
        var first = await _lock.AcquireAsync("a", CancellationToken.None);
        var second = _lock.AcquireAsync("a", CancellationToken.None);
        var third = _lock.AcquireAsync("a", CancellationToken.None);

        first.Dispose();
        first.Dispose();

        Assert.That(await second.WaitAsync(Timeout), Is.Not.Null);
        Assert.That(third.IsCompleted, Is.False);
    }

    [Test]
    public void Dispose_WhenTheKeyIsUnused_ReleasesIt()
    {
        var keys = new KeyedLock<object>();

        var key = UseAndForget(keys);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.That(key.IsAlive, Is.False);
        GC.KeepAlive(keys);
    }

    [Test]
    public void AcquireAsync_WhenTheWaitWasCancelled_KeepsNothingOfTheKey()
    {
        var keys = new KeyedLock<object>();

        var key = GiveUpAndForget(keys);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.That(key.IsAlive, Is.False);
        GC.KeepAlive(keys);
    }

    // The key is used in a separate method, so that no local variable of the test keeps it alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseAndForget(KeyedLock<object> keys)
    {
        var key = new object();
        keys.AcquireAsync(key, CancellationToken.None).GetAwaiter().GetResult().Dispose();
        return new WeakReference(key);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference GiveUpAndForget(KeyedLock<object> keys)
    {
        var key = new object();
        Assert.That(
            () => keys.AcquireAsync(key, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        return new WeakReference(key);
    }
}
