using Microsoft.Extensions.Logging;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Redis;

namespace VideoChat.Infrastructure.IntegrationTests.Redis;

/// <summary>The loops that keep a machine connected to Redis, when they meet an unexpected exception.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RedisLoopTests : IAsyncDisposable
{
    private readonly Room _room = Some.Room();
    private readonly RecordingListener _listener = new();
    private readonly RecordingLogs _logs = new();
    private readonly LoggerFactory _loggers;
    private readonly CancellationTokenSource _stopping = new();
    private readonly RedisLink _link;
    private readonly HintPublisher _publisher;
    private readonly string _redis = TestRedis.Shared();
    private Machine? _other;

    public RedisLoopTests()
    {
        _loggers = new LoggerFactory([_logs]);
        _link = new RedisLink(_redis, _loggers.CreateLogger<RedisLink>());
        _publisher = new HintPublisher(_link, Machine.SomeSigner(), _loggers.CreateLogger<HintPublisher>());
    }

    private IEnumerable<string> Errors => _logs.Lines.Where(line => line.Level == LogLevel.Error).Select(line => line.Text);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_other is not null)
            await _other.DisposeAsync();
        await _link.DisposeAsync();
        _publisher.Dispose();
        _stopping.Dispose();
        _loggers.Dispose();
    }

    [Test]
    public async Task Echo_WhenAnythingFails_LogsItAndContinues()
    {
        var echo = new RedisEcho(_link, TimeProvider.System, _logs);

        // The link is not open, so it throws an exception of another type than those of Redis.
        var running = echo.RunAsync(_stopping.Token);
        await Wait.UntilAsync(() => Errors.Any(), "the failure was logged");
        await _link.OpenAsync();

        await Wait.UntilAsync(() => _link.IsUp, "Redis is up");
        Assert.That(running.IsCompleted, Is.False);
    }

    [Test]
    public async Task Publish_WhenAnythingFails_LogsItAndContinues()
    {
        await ListenAsync();
        var running = _publisher.RunAsync(_stopping.Token);
        _link.MarkUp();
        _publisher.Reached(_room.Id, 1);
        await Wait.UntilAsync(() => Errors.Any() && !_link.IsUp, "the failure was logged, and Redis counts as away");
        await _link.OpenAsync();
        _link.MarkUp();

        _publisher.Reached(_room.Id, 2);

        await Wait.UntilAsync(() => _listener.Reached == 2, "the next hint is received");
        Assert.That(running.IsCompleted, Is.False);
    }

    [Test]
    public async Task Flush_WhenHintsAreQueuedAtTheEnd_SendsThem()
    {
        await ListenAsync();
        await _link.OpenAsync();
        _link.MarkUp();
        _publisher.Reached(_room.Id, 7);

        await _publisher.FlushAsync();

        await Wait.UntilAsync(() => _listener.Reached == 7, "the last hint is received");
    }

    [TestCase("redis:6379", 1_000)]
    [TestCase("redis:6379,connectTimeout=4000", 4_000)]
    [TestCase("redis:6379, ConnectTimeout=4000", 4_000)]
    public void Configure_WhenTheConnectionStringSaysHowLongConnectingMayTake_KeepsThat(string connectionString, int expected)
    {
        var options = RedisLink.Configure(connectionString);

        Assert.That(options.ConnectTimeout, Is.EqualTo(expected));
        Assert.That(options.AbortOnConnectFail, Is.False);
    }

    private async Task ListenAsync()
    {
        _other = await Machine.StartAsync(_redis);
        await _other.Backplane.SubscribeAsync(_room.Id, _listener);
    }
}
