using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Sockets;

public sealed class SendQueueTests
{
    private const int MaxGather = 64 * 1_024;

    private readonly List<int> _closed = [];

    private SendQueue _queue = null!;

    [SetUp]
    public void CreateQueue()
    {
        _closed.Clear();
        _queue = Create(maxFrames: 4, maxBytes: 1_000_000);
    }

    [Test]
    public void Add_WhenTheFramesAreFull_ClosesTheSlowConsumerAndKeepsTheQueue()
    {
        _queue.Add(new FrameBatch(new byte[10], 3));
        _queue.Add(new FrameBatch(new byte[10], 1));
        Assert.That(_closed, Is.Empty);

        _queue.Add(new FrameBatch(new byte[1], 1));

        Assert.That(_closed, Is.EqualTo(new[] { CloseCodes.SlowConsumer }));
        Assert.That(Take(), Has.Length.EqualTo(20));
    }

    [Test]
    public void Add_WhenTheBytesAreFull_ClosesTheSlowConsumerAndKeepsTheQueue()
    {
        var queue = Create(maxFrames: 1_000, maxBytes: 100);

        queue.Add(new FrameBatch(new byte[100], 1));
        Assert.That(_closed, Is.Empty);
        queue.Add(new FrameBatch(new byte[1], 1));

        Assert.That(_closed, Is.EqualTo(new[] { CloseCodes.SlowConsumer }));
        Assert.That(queue.Take(out _).Length, Is.EqualTo(100));
    }

    [Test]
    public void Add_WhenSomethingWasTaken_HasRoomAgain()
    {
        _queue.Add(new FrameBatch(new byte[10], 4));
        Take();

        _queue.Add(new FrameBatch(new byte[10], 4));

        Assert.That(_closed, Is.Empty);
        Assert.That(Take(), Has.Length.EqualTo(10));
    }

    [Test]
    public void Add_WhenClosingCompletesTheQueue_DropsIt()
    {
        SendQueue queue = null!;
        queue = new SendQueue(maxFrames: 1, maxBytes: 100, (_, _) => queue.Complete());
        queue.Add(new FrameBatch(new byte[1], 1));

        queue.Add(new FrameBatch(new byte[1], 1));

        Assert.That(queue.IsEmpty, Is.True);
    }

    [Test]
    public void Take_WhenNothingWaits_IsEmpty()
    {
        Assert.That(_queue.IsEmpty, Is.True);
        Assert.That(Take(), Is.Empty);
    }

    [Test]
    public void Take_WhenOneBatchWaits_IsThatOneWithoutACopy()
    {
        var bytes = new byte[] { 1, 2, 3 };
        _queue.Add(new FrameBatch(bytes, 1));

        var taken = _queue.Take(out var rented);

        Assert.That(taken, Is.EqualTo(new ReadOnlyMemory<byte>(bytes)));
        Assert.That(rented, Is.Null);
        Assert.That(_queue.IsEmpty, Is.True);
    }

    [Test]
    public void Take_WhenSeveralBatchesWait_GathersThemInOrder()
    {
        _queue.Add(new FrameBatch(new byte[] { 1, 2 }, 1));
        _queue.Add(new FrameBatch(new byte[] { 3 }, 1));
        _queue.Add(new FrameBatch(new byte[] { 4, 5 }, 1));

        var taken = Take();

        Assert.That(taken, Is.EqualTo(new byte[] { 1, 2, 3, 4, 5 }));
        Assert.That(_queue.IsEmpty, Is.True);
    }

    [Test]
    public void Take_WhenMoreWaitsThanIsWorthOneWrite_LeavesTheRestForTheNext()
    {
        _queue.Add(new FrameBatch(new byte[MaxGather - 1], 1));
        _queue.Add(new FrameBatch(new byte[] { 1 }, 1));
        _queue.Add(new FrameBatch(new byte[] { 2 }, 1));

        var first = Take();
        var second = Take();

        Assert.That(first, Has.Length.EqualTo(MaxGather));
        Assert.That(second, Is.EqualTo(new byte[] { 2 }));
    }

    [Test]
    public void Take_WhenOneBatchIsLargerThanIsGathered_IsThatOneWhole()
    {
        _queue.Add(new FrameBatch(new byte[MaxGather * 2], 1));
        _queue.Add(new FrameBatch(new byte[] { 1 }, 1));

        var first = Take();
        var second = Take();

        Assert.That(first, Has.Length.EqualTo(MaxGather * 2));
        Assert.That(second, Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public async Task WaitAsync_WhenTheQueueIsNotEmpty_EndsImmediately()
    {
        _queue.Add(new FrameBatch(new byte[1], 1));

        var wait = _queue.WaitAsync();

        Assert.That(wait.IsCompleted, Is.True);
        Assert.That(await wait, Is.True);
    }

    [Test]
    public async Task WaitAsync_WhenTheQueueIsEmpty_EndsWithEachBatch()
    {
        for (var i = 0; i < 3; i++)
        {
            var wait = _queue.WaitAsync();
            var hadToWait = !wait.IsCompleted;
            _queue.Add(new FrameBatch(new byte[1], 1));

            Assert.That(hadToWait, Is.True);
            Assert.That(await wait.AsTask().WaitAsync(Wait.Timeout), Is.True);
            Take();
        }
    }

    [Test]
    public async Task Complete_DuringAWait_EndsItWithFalse()
    {
        var wait = _queue.WaitAsync();

        _queue.Complete();

        Assert.That(await wait.AsTask().WaitAsync(Wait.Timeout), Is.False);
    }

    [Test]
    public async Task Complete_WhenFramesAreQueued_DropsThemAndLaterOnes()
    {
        _queue.Add(new FrameBatch(new byte[1], 1));

        _queue.Complete();
        _queue.Add(new FrameBatch(new byte[1], 1_000));

        Assert.That(_closed, Is.Empty);
        Assert.That(_queue.IsEmpty, Is.True);
        Assert.That(await _queue.WaitAsync(), Is.False);
    }

    [Test]
    public async Task Take_WhenManyThreadsAdd_GivesEveryByteOnceAndEachThreadsInOrder()
    {
        var queue = Create(maxFrames: 1_000_000, maxBytes: 1_000_000);
        var adding = Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var number = 0; number < 60; number++)
                queue.Add(new FrameBatch(new[] { (byte)(thread * 60 + number) }, 1));
        })));

        var taken = new List<byte>();
        while (taken.Count < 240 && await queue.WaitAsync().AsTask().WaitAsync(Wait.Timeout))
            taken.AddRange(queue.Take(out _).ToArray());
        await adding;

        Assert.That(taken.Order(), Is.EqualTo(Enumerable.Range(0, 240)));
        Assert.That(taken.GroupBy(value => value / 60), Is.All.Ordered);
    }

    [Test]
    public void TryBeginDirectWrite_WhenTheLoopDoesNotWait_IsRefused()
    {
        Assert.That(_queue.TryBeginDirectWrite(), Is.False);
    }

    [Test]
    public async Task TryBeginDirectWrite_WhenTheLoopWaits_AdmitsOneCallerAndQueuesLaterFrames()
    {
        var wait = _queue.WaitAsync();

        var (first, second) = (_queue.TryBeginDirectWrite(), _queue.TryBeginDirectWrite());
        _queue.Add(new FrameBatch(new byte[] { 1, 2 }, 1));
        var wokenBefore = wait.IsCompleted;
        _queue.EndDirectWrite(wakesLoop: false);

        Assert.That((first, second, wokenBefore), Is.EqualTo((true, false, false)));
        Assert.That(await wait.AsTask().WaitAsync(Wait.Timeout), Is.True);
        Assert.That(Take(), Is.EqualTo(new byte[] { 1, 2 }));
    }

    [Test]
    public async Task EndDirectWrite_WhenNothingWasQueued_LeavesTheLoopWaitingUnlessItMustWake()
    {
        var wait = _queue.WaitAsync();

        _queue.TryBeginDirectWrite();
        _queue.EndDirectWrite(wakesLoop: false);
        var wokenByTheFirst = wait.IsCompleted;
        _queue.TryBeginDirectWrite();
        _queue.EndDirectWrite(wakesLoop: true);

        Assert.That(wokenByTheFirst, Is.False);
        Assert.That(await wait.AsTask().WaitAsync(Wait.Timeout), Is.True);
    }

    [Test]
    public async Task Complete_DuringADirectWrite_EndsTheWaitAfterIt()
    {
        var wait = _queue.WaitAsync();

        _queue.TryBeginDirectWrite();
        _queue.Complete();
        var endedBefore = wait.IsCompleted;
        _queue.EndDirectWrite(wakesLoop: false);

        Assert.That(endedBefore, Is.False);
        Assert.That(await wait.AsTask().WaitAsync(Wait.Timeout), Is.False);
        Assert.That(_queue.TryBeginDirectWrite(), Is.False);
    }

    private SendQueue Create(int maxFrames, int maxBytes) => new(maxFrames, maxBytes, (code, _) => _closed.Add(code));

    private byte[] Take() => _queue.Take(out _).ToArray();
}
