using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Abuse;

/// <summary>
/// People talk while others attack. Theirs is the same processor, so that a floor is needed: what a test of 2 cores can tell is
/// whether somebody waits for an attacker, not a millisecond.
/// </summary>
[NonParallelizable]
public sealed class AbuseTests
{
    private const int MaxTries = 4;
    private const double Floor = 50;
    private const long Mebibyte = 1_024 * 1_024;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(2), Storm = TimeSpan.FromSeconds(4);

    private ApiServer _api = null!;
    private Conversation _conversation = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _api = await ApiServer.StartAsync(
            ("RateLimiting__Enabled", "true"), ("ReverseProxy__TrustedProxies", "127.0.0.1"), ("Limits__RequestHeaderSeconds", "2"));
        _conversation = await Conversation.StartAsync(_api);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _conversation.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Test]
    public async Task Chat_WhenFiveThousandConnectionsDoNothing_GoesOn()
    {
        var opened = 0;

        await AssertChatGoesOnAsync(
            async stop =>
            {
                var idle = await Attack.OpenAsync(_api, 5_000);
                opened = idle.Count;
                await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
                idle.ForEach(tcp => tcp.Dispose());
            },
            maxGrowth: 200 * Mebibyte);

        Assert.That(opened, Is.EqualTo(5_000));
    }

    [Test]
    public Task Chat_WhenHeadersAndBodiesDribble_GoesOn() => AssertChatGoesOnAsync(
        stop => Task.WhenAll(Attack.DribbleHeadersAsync(_api, 300, stop), Attack.DribbleBodiesAsync(_api, 300, stop)), maxGrowth: 150 * Mebibyte);

    [Test]
    public Task Chat_WhenHeadersAreBombs_GoesOn() =>
        AssertChatGoesOnAsync(stop => Attack.ThrowHeaderBombsAsync(_api, perSecond: 50, stop), maxGrowth: 150 * Mebibyte);

    [Test]
    public Task Chat_WhenASocketFloods_GoesOn() => AssertChatGoesOnAsync(stop => Attack.FloodAsync(_api, stop), maxGrowth: 150 * Mebibyte);

    /// <summary>
    /// Whatever else runs on the machine makes a stretch look worse and never better: what the attack does is seen in every try.
    /// </summary>
    private async Task AssertChatGoesOnAsync(Func<CancellationToken, Task> attack, long maxGrowth)
    {
        // What runs for the first time is slow by itself.
        await _conversation.MeasureAsync(() => Task.Delay(TimeSpan.FromSeconds(1)));
        for (var tries = MaxTries; !await TryAsync(attack, maxGrowth, isLast: tries == 1); tries--)
        {
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> attack, long maxGrowth, bool isLast)
    {
        var before = await _conversation.MeasureAsync(() => Task.Delay(Calm));
        var memory = _api.WorkingSet;

        using var stop = new CancellationTokenSource();
        Task attacking = Task.CompletedTask;
        var during = await _conversation.MeasureAsync(async () =>
        {
            attacking = Task.Run(() => attack(stop.Token));
            await Task.Delay(Storm);
        });
        var growth = _api.WorkingSet - memory;
        await stop.CancelAsync();
        await attacking;

        await TestContext.Out.WriteLineAsync(
            $"p99 {before.P99:0.0} ms of {before.Count}, under attack {during.P99:0.0} ms of {during.Count}; memory grew by {growth / Mebibyte} MiB");
        var isSlow = during.P99 > Math.Max(2 * before.P99, Floor);
        if (isSlow && !isLast)
            return false;
        Assert.Multiple(() =>
        {
            Assert.That(isSlow, Is.False, $"the others' 99th percentile, {before.P99} ms before, {during.P99} ms under attack");
            Assert.That(during.Count, Is.GreaterThan(before.Count), "messages go on at the pace at which they are sent");
            Assert.That(growth, Is.LessThan(maxGrowth), "memory");
            Assert.That(_api.Errors, Is.Empty);
        });
        return true;
    }
}
