using VideoChat.Application.Limits;

namespace VideoChat.Infrastructure.IntegrationTests.Limits;

/// <summary>Tests the behavior of every socket limiter.</summary>
public abstract class SocketLimiterSpecification
{
    private const string Address = "192.0.2.1";

    private ISocketLimiter _limiter = null!;

    [SetUp]
    public async Task MakeALimiterAsync() => _limiter = await CreateLimiterAsync();

    protected abstract Task<ISocketLimiter> CreateLimiterAsync();

    [Test]
    public async Task TryEnterAsync_WhenTheAddressHasAsManyAsItMay_Refuses()
    {
        var entered = await EnterAsync(4, limit: 3);

        Assert.That(entered, Is.EqualTo(new[] { true, true, true, false }));
    }

    [Test]
    public async Task TryEnterAsync_WhenOneHasLeft_AdmitsOne()
    {
        await EnterAsync(3, limit: 3);

        await _limiter.LeaveAsync(Address);

        Assert.That(await EnterAsync(2, limit: 3), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public async Task TryEnterAsync_WhenRefused_TakesNoSlot()
    {
        await EnterAsync(10, limit: 3);

        for (var i = 0; i < 3; i++)
            await _limiter.LeaveAsync(Address);

        Assert.That(await EnterAsync(4, limit: 3), Is.EqualTo(new[] { true, true, true, false }));
    }

    [Test]
    public async Task TryEnterAsync_WhenAnotherAddressIsFull_Admits()
    {
        await EnterAsync(3, limit: 3);

        var entered = await _limiter.TryEnterAsync("192.0.2.2", 3);

        Assert.That(entered, Is.True);
    }

    [Test]
    public async Task TryEnterAsync_WhenCalledConcurrently_AdmitsExactlyTheLimit()
    {
        var entered = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            _ => Task.Run(() => _limiter.TryEnterAsync(Address, 10).AsTask())));

        Assert.That(entered.Count(isIn => isIn), Is.EqualTo(10));
    }

    [Test]
    public async Task TryEnterAsync_WhenManyEnterAndLeaveConcurrently_NeverExceedsTheLimitAndEndsEmpty()
    {
        var inside = 0;
        var most = 0;
        async Task JoinAndLeaveAsync()
        {
            for (var i = 0; i < 200; i++)
            {
                if (!await _limiter.TryEnterAsync(Address, 3))
                    continue;
                InterlockedMax(ref most, Interlocked.Increment(ref inside));
                Interlocked.Decrement(ref inside);
                await _limiter.LeaveAsync(Address);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(JoinAndLeaveAsync)));

        Assert.That(most, Is.InRange(1, 3));
        Assert.That(await EnterAsync(4, limit: 3), Is.EqualTo(new[] { true, true, true, false }));
    }

    private async Task<List<bool>> EnterAsync(int count, int limit)
    {
        var entered = new List<bool>();
        for (var i = 0; i < count; i++)
            entered.Add(await _limiter.TryEnterAsync(Address, limit));
        return entered;
    }

    private static void InterlockedMax(ref int location, int value)
    {
        var seen = Volatile.Read(ref location);
        while (value > seen)
        {
            var before = Interlocked.CompareExchange(ref location, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
