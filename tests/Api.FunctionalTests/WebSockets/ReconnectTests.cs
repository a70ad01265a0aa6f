using System.Diagnostics;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.WebSockets;

/// <summary>Addresses that disconnect and reconnect immediately to evade a limit.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class ReconnectTests
{
    private const int Sockets = 2, Burst = 20, HandshakesPerMinute = 10;

    private ApiServer _api = null!;
    private Guid _room;
    private TestUser _ada = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _api = await ApiServer.StartAsync(
            ("RateLimiting__Enabled", "true"), ("RateLimiting__WebSocketsPerAddress", $"{Sockets}"),
            ("RateLimiting__FramesPerSecond", "1"), ("RateLimiting__FrameBurst", $"{Burst}"),
            ("RateLimiting__HandshakesPerMinute", $"{HandshakesPerMinute}"), ("ReverseProxy__TrustedProxies", "127.0.0.1"));
        _room = await _api.CreateRoomAsync();
        _ada = await _api.CreateUserAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Send_WhenTheAddressReconnectsRepeatedly_AcceptsNoMoreThanItsShare()
    {
        var began = Stopwatch.GetTimestamp();
        var answers = new List<string>();
        for (var i = 0; i < 6; i++)
            answers.AddRange(await SendABurstAsync("203.0.113.1"));

        var earned = Sockets * (Stopwatch.GetElapsedTime(began).TotalSeconds + 1);
        var others = await SendABurstAsync("203.0.113.2");
        Assert.Multiple(() =>
        {
            Assert.That((double)answers.Count(answer => answer == "message"), Is.InRange((double)(Sockets * Burst), (Sockets * Burst) + earned));
            Assert.That(answers.Where(answer => answer != "message"), Is.All.EqualTo("rate_limited"));
            Assert.That(others, Is.All.EqualTo("message"));
        });
    }

    [Test]
    public async Task Connect_WhenTheAddressHasUsedItsHandshakes_IsAdmittedLater()
    {
        const int AtOnce = Sockets * HandshakesPerMinute, Late = 2;
        var began = Stopwatch.GetTimestamp();

        for (var i = 0; i < AtOnce + Late; i++)
        {
            await using var client = await JoinAsync("203.0.113.3");
            await client.CloseAsync();
        }

        Assert.That(Stopwatch.GetElapsedTime(began).TotalSeconds, Is.GreaterThan(Late * 60.0 / AtOnce * 0.95));
    }

    private async Task<RoomClient> JoinAsync(string address)
    {
        var client = await RoomClient.OpenAsync(_api, _room, _ada.Id, headers: ("X-Forwarded-For", address));
        await client.ReceiveAsync("user_joined");
        return client;
    }

    /// <summary>Sends the burst of a new socket. Returns for each frame its type or the code of its error.</summary>
    private async Task<List<string>> SendABurstAsync(string address)
    {
        await using var client = await JoinAsync(address);
        for (var i = 0; i < Burst; i++)
            await client.SayAsync($"m{i}");
        var answers = new List<string>();
        while (answers.Count < Burst)
        {
            var frame = await client.ReceiveAsync();
            if (frame.Type() is "message" or "error")
                answers.Add(frame.Type() == "message" ? "message" : frame.Code());
        }
        await client.CloseAsync();
        return answers;
    }
}
