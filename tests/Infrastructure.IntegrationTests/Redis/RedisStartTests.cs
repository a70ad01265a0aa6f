using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Redis;

namespace VideoChat.Infrastructure.IntegrationTests.Redis;

/// <summary>Redis is not usable when the server starts.</summary>
public sealed class RedisStartTests
{
    [Test]
    public async Task WarnUnlessUpAsync_WhenRedisIsUnreachable_SaysSoOnceWithoutThePassword()
    {
        using var logs = new RecordingLogs();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        await using var link = new RedisLink("127.0.0.1:1,password=secret-word", factory.CreateLogger<RedisLink>());
        var clock = new FakeTimeProvider();
        await link.OpenAsync();

        var warning = link.WarnUnlessUpAsync(clock, CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(6));
        await warning;
        for (var i = 0; i < 3; i++)
            link.MarkDown(new TimeoutException());

        var line = logs.Lines.Single();
        Assert.That(line.Level, Is.EqualTo(LogLevel.Warning));
        Assert.That(line.Text, Does.Contain("127.0.0.1:1").And.Contain("ConnectionStrings:Redis").And.Not.Contain("secret-word"));
    }

    [Test]
    public async Task WarnUnlessUpAsync_WhenRedisIsUp_SaysNothing()
    {
        using var logs = new RecordingLogs();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        await using var link = new RedisLink("127.0.0.1:1", factory.CreateLogger<RedisLink>());
        link.MarkUp();

        await link.WarnUnlessUpAsync(new FakeTimeProvider(), CancellationToken.None);

        Assert.That(logs.Lines.Where(line => line.Level >= LogLevel.Warning), Is.Empty);
    }

    [TestCase("r:1,password=secret-word", "WRONGPASS invalid username-password pair", "r:1 refuses the user or password")]
    [TestCase("r:1,password=secret-word", "NOAUTH Authentication required.", "r:1 refuses the user or password")]
    [TestCase("r:1,ssl=true", "AuthenticationFailure on r:1", "r:1 does not speak TLS, or refuses the user or password")]
    [TestCase("r:1,s:2", "nothing that is known: secret-word", "r:1, s:2 cannot be reached")]
    public void Explain_WhenTheLibrarySaysWhy_NamesTheCauseAndNothingElse(string connectionString, string log, string expected)
    {
        var options = ConfigurationOptions.Parse(connectionString);

        Assert.That(RedisFailure.Explain(options, null, log), Is.EqualTo(expected));
        Assert.That(RedisFailure.Explain(options, new IOException("outer", new IOException(log)), ""), Is.EqualTo(expected));
    }

    [Test]
    public void Explain_WhenNothingListens_SaysSo() => Assert.That(
        RedisFailure.Explain(
            ConfigurationOptions.Parse("r:1"), new TimeoutException("x", new SocketException((int)SocketError.ConnectionRefused)), ""),
        Is.EqualTo("r:1 cannot be reached (ConnectionRefused)"));

    [TestCase("", true)]
    [TestCase(",channelPrefix={chat}:", false)]
    [TestCase(",channelPrefix={}:", true)]
    public async Task IsClusterWithoutHashTag_OnARedisCluster_DependsOnThePrefix(string prefix, bool isRefused)
    {
        await using var redis = TestRedis.Start(isCluster: true);
        await Wait.UntilAsync(() => redis.TakeAllSlotsAsync(), "the cluster has its slots");
        using var factory = LoggerFactory.Create(_ => { });
        await using var link = new RedisLink(redis.ConnectionString + prefix, factory.CreateLogger<RedisLink>());

        await Wait.UntilAsync(
            async () =>
            {
                await link.OpenAsync();
                return link.IsConnected;
            },
            "the link is connected");

        Assert.That(link.IsClusterWithoutHashTag, Is.EqualTo(isRefused));
    }
}
