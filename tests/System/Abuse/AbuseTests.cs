using System.Diagnostics;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Abuse;

/// <summary>
/// Users chat on two servers, one of which is attacked. Its 99th percentile of latency stays below twice the value before the attack, or
/// twice that of the other server during the attack, because all processes share two processors. Values below <see cref="Floor"/>
/// milliseconds are attributed to the machine.
/// </summary>
[NonParallelizable]
public sealed class AbuseTests
{
    private const double Floor = 30, Standstill = 500, MaxProcessors = 0.8;
    private const long Mebibyte = 1_024 * 1_024;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3), Measured = TimeSpan.FromSeconds(8);

    private ApiServer _api = null!, _spared = null!;
    private Conversation _conversation = null!, _sparedConversation = null!;

    [SetUp]
    public async Task StartAsync()
    {
        (_api, _spared) = (await StartServerAsync(), await StartServerAsync());
        (_conversation, _sparedConversation) = (await Conversation.StartAsync(_api), await Conversation.StartAsync(_spared));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _conversation.DisposeAsync();
        await _sparedConversation.DisposeAsync();
        await _api.DisposeAsync();
        await _spared.DisposeAsync();
    }

    [Test]
    public Task Chat_WhenFiveThousandConnectionsAreSilent_IsUnaffected() =>
        AssertChatIsUnaffectedAsync(stop => Attack.HoldAsync(_api, 5_000, stop), atLeast: 5_000, maxGrowth: 200 * Mebibyte);

    [Test]
    public Task Chat_WhenHeadersAndBodiesAreSlow_IsUnaffected() => AssertChatIsUnaffectedAsync(
        async stop => LeastOfAsync(await Task.WhenAll(Attack.DribbleHeadersAsync(_api, 300, stop), Attack.DribbleBodiesAsync(_api, 300, stop))),
        atLeast: 200, maxGrowth: 150 * Mebibyte);

    [Test]
    public Task Chat_WhenHeadersAreHuge_IsUnaffected() =>
        AssertChatIsUnaffectedAsync(stop => Task.FromResult(Attack.ThrowHeaderBombsAsync(_api, perSecond: 50, stop)), atLeast: 100, maxGrowth: 150 * Mebibyte);

    [Test]
    public Task Chat_WhenASocketFloods_IsUnaffected() =>
        AssertChatIsUnaffectedAsync(stop => Task.FromResult(Attack.FloodAsync(_api, stop)), atLeast: 4, maxGrowth: 150 * Mebibyte);

    [Test]
    public Task Chat_WhenSocketsFloodAndReconnect_IsUnaffected() =>
        AssertChatIsUnaffectedAsync(stop => Task.FromResult(Attack.ReconnectAsync(_api, parallel: 8, stop)), atLeast: 100, maxGrowth: 150 * Mebibyte);

    [Test]
    public Task Chat_WhenSocketsSendOnlyPings_IsUnaffected() =>
        AssertChatIsUnaffectedAsync(stop => Attack.PingAsync(_api, parallel: 8, stop), atLeast: 8, maxGrowth: 150 * Mebibyte);

    /// <summary>Measures some thousands of deliveries before and during the attack. A warm-up is not measured.</summary>
    /// <param name="attack">
    /// Returns when the attack is established. The inner task ends after cancellation and returns how often the server handled the attack.
    /// </param>
    /// <param name="atLeast">The minimum of that number. Below it there was no real attack.</param>
    /// <param name="maxGrowth">The maximum growth of memory in bytes.</param>
    private async Task AssertChatIsUnaffectedAsync(Func<CancellationToken, Task<Task<int>>> attack, int atLeast, long maxGrowth)
    {
        await _conversation.MeasureAsync(WarmUp);
        var (calm, _) = await MeasureBothAsync();
        var memory = _api.WorkingSet;

        using var stop = new CancellationTokenSource();
        var attacking = await attack(stop.Token);
        await _conversation.MeasureAsync(WarmUp);
        var (before, began) = (_api.ProcessorTime, Stopwatch.GetTimestamp());
        var (during, spared) = await MeasureBothAsync();
        var processors = (_api.ProcessorTime - before) / Stopwatch.GetElapsedTime(began);
        var growth = _api.WorkingSet - memory;
        await stop.CancelAsync();
        var dealtWith = await attacking;

        await TestContext.Out.WriteLineAsync(
            $"p99 {calm.P99:0.0} ms of {calm.Count}, under attack {during.P99:0.0} ms of {during.Count}, spared {spared.P99:0.0} ms; "
            + $"{processors:0.00} processors; memory grew by {growth / Mebibyte} MiB; {dealtWith} times");
        Assert.Multiple(() =>
        {
            Assert.That(
                during.P99, Is.LessThan(Math.Max(2 * Math.Max(calm.P99, spared.P99), Floor)),
                $"the others' 99th percentile, {calm.P99} ms before, {spared.P99} ms on the other server");
            Assert.That(during.Worst, Is.LessThan(Math.Max(2 * spared.Worst, Standstill)), "the worst of five stretches of time");
            Assert.That(processors, Is.LessThan(MaxProcessors), "the attack does not take the machine from all");
            Assert.That(during.Count, Is.GreaterThan(0.9 * calm.Count), "messages go on at the pace at which they are sent");
            Assert.That(growth, Is.LessThan(maxGrowth), "memory");
            Assert.That(dealtWith, Is.AtLeast(atLeast), "times that the server had to deal with the attack");
            Assert.That(_api.Errors, Is.Empty);
        });
    }

    private async Task<((double P99, double Worst, int Count) Attacked, (double P99, double Worst, int Count) Spared)> MeasureBothAsync()
    {
        var spared = _sparedConversation.MeasureAsync(Measured);
        return (await _conversation.MeasureAsync(Measured), await spared);
    }

    private static async Task<int> LeastOfAsync(Task<int>[] attacks) => (await Task.WhenAll(attacks)).Min();

    private static Task<ApiServer> StartServerAsync() => ApiServer.StartAsync(
        ApiServer.WellCompiled, ("RateLimiting__Enabled", "true"), ("ReverseProxy__TrustedProxies", "127.0.0.1"), ("Limits__RequestHeaderSeconds", "2"));
}
