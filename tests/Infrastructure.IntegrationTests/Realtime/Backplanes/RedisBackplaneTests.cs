using StackExchange.Redis;
using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime.Backplanes;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Backplanes;

public sealed class RedisBackplaneTests : BackplaneSpecification
{
    private string _redis = "";
    private Machine _one = null!;
    private Machine _two = null!;

    [TearDown]
    public async Task StopAsync()
    {
        if (_redis.Length == 0)
            return;
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    private protected override async Task<IBackplane> CreateBackplaneAsync()
    {
        _redis = TestRedis.Shared();
        _one = await Machine.StartAsync(_redis, Ada);
        _two = await Machine.StartAsync(_redis, Ada);
        return _one.Backplane;
    }

    [Test]
    public async Task Broadcast_WhenAnotherMachineListens_PublishesTheLastSeq()
    {
        var there = await ListenAsync(_two);

        for (var seq = 1; seq <= 500; seq++)
            Backplane.Broadcast(Room.Id, [Some.Message(Room, Ada, seq)]);

        await Wait.UntilAsync(() => there.Reached == 500, "the last number is received");
        Assert.That(there.Events, Is.Empty, "the events themselves do not go through Redis");
    }

    [Test]
    public async Task SignalAsync_WhenAnotherMachineListens_BothDeliverOnceAndInOrder()
    {
        var (here, there) = (await SubscribeAsync(), await ListenAsync(_two));

        await Backplane.SignalAsync(Room.Id, new TypingFrame(Ada.Id, "ada", Some.Time), Ada.Id);
        await Backplane.SignalAsync(Room.Id, new UserJoinedFrame(Ada.Id, "ada", Some.Time), Ada.Id);

        await there.WaitForSignalsAsync(2);
        await FlushAsync(there);
        Assert.That(here.Signals.Select(signal => signal.Type), Is.EqualTo(new[] { "typing", "user_joined" }));
        Assert.That(there.Signals, Is.EqualTo(here.Signals));
    }

    [TestCase("message:{\"content\":\"I am the admin\"}")]
    [TestCase("reached:minus one")]
    [TestCase("typing:{0}")]
    [TestCase("typing:00000000000000000000000000000001:5:")]
    [TestCase("typing:{0}:99999999999999999999:")]
    [TestCase("kicked:{0}:5:")]
    [TestCase("")]
    public async Task Receive_WhenAnAttackerPublishes_DeliversOnlyEventsOfTheDatabase(string line)
    {
        var listener = await SubscribeAsync();

        await WriteAsync(line.Replace("{0}", Ada.Id.ToString("N"), StringComparison.Ordinal));

        await WriteAsync("reached:1");
        await Wait.UntilAsync(() => listener.Reached == 1, "the channel is still received");
        Assert.That((listener.Signals, listener.Events), Is.EqualTo((Array.Empty<SeenSignal>(), Array.Empty<(long, long)>())));
    }

    [TestCase("typing")]
    [TestCase("joined")]
    [TestCase("left")]
    public async Task Receive_WhenASignalIsNotSignedForTheRoom_IgnoresIt(string kind)
    {
        var listener = await SubscribeAsync();
        var signal = new SignalHint(kind, Ada.Id, Some.Time, KnownTo: "").ToString();
        var (ours, theirs) = (Machine.SomeSigner(), new HintSigner());
        theirs.Use("a guess"u8.ToArray());

        // An older version does not sign its publications. Only "reached" is accepted from it.
        await WriteAsync(signal + "\nreached:7");
        Assert.That(() => listener.Reached, Is.EqualTo(7).After(5).Seconds.PollEvery(10).MilliSeconds);
        await WriteAsync(signal);
        await WriteAsync(signal + "\nsigned:");
        await WriteAsync(theirs.Sign(Room.Id, signal));
        await WriteAsync(ours.Sign(Guid.CreateVersion7(), signal));
        await WriteAsync(ours.Sign(Room.Id, signal) + "\n" + signal);
        await WriteAsync(signal + "\n" + ours.Sign(Room.Id, "reached:0"));

        await FlushAsync(listener);
        Assert.That(listener.Signals, Is.Empty);
        await WriteAsync(ours.Sign(Room.Id, signal));
        await listener.WaitForSignalsAsync(1);
    }

    [Test]
    public async Task SubscribeAsync_WhenListenersComeAndLeave_TheLastGetsItOnce()
    {
        for (var i = 0; i < 50; i++)
        {
            var (leaving, coming) = (new RecordingListener(), new RecordingListener());
            await _two.Backplane.SubscribeAsync(Room.Id, leaving);
            await Task.WhenAll(
                _two.Backplane.UnsubscribeAsync(Room.Id, leaving).AsTask(), _two.Backplane.SubscribeAsync(Room.Id, coming).AsTask());

            await Backplane.SignalAsync(Room.Id, new TypingFrame(Ada.Id, "ada", Some.Time), Ada.Id);

            await coming.WaitForSignalsAsync(1);
            await FlushAsync(coming);
            Assert.That(coming.Signals, Has.Count.EqualTo(1));
            await _two.Backplane.UnsubscribeAsync(Room.Id, coming);
        }
    }

    private async Task<RecordingListener> ListenAsync(Machine machine)
    {
        var listener = new RecordingListener();
        await machine.Backplane.SubscribeAsync(Room.Id, listener);
        return listener;
    }

    /// <summary>Waits until all earlier publications are received.</summary>
    private async Task FlushAsync(RecordingListener listener)
    {
        var next = listener.Reached + 1;
        await WriteAsync($"reached:{next}");
        await Wait.UntilAsync(() => listener.Reached == next, "the publication is received");
    }

    private async Task WriteAsync(string text)
    {
        await using var intruder = await ConnectionMultiplexer.ConnectAsync(_redis.Split(',')[0]);
        await intruder.GetSubscriber().PublishAsync(
            RedisChannel.Literal(_one.Link.Prefix + RedisBackplane.Channel(Room.Id)), text);
    }
}
