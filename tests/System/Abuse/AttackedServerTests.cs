using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Abuse;

/// <summary>Users chat on a server while it is attacked. A derived fixture asserts that they do not notice.</summary>
public abstract class AttackedServerTests
{
    private const long Mebibyte = 1_024 * 1_024;

    private protected ApiServer Api { get; private set; } = null!;

    private protected Conversation Conversation { get; private set; } = null!;

    [SetUp]
    public async Task StartAttackedServerAsync()
    {
        Api = await StartServerAsync();
        Conversation = await Conversation.StartAsync(Api);
    }

    [TearDown]
    public async Task StopAttackedServerAsync()
    {
        await Conversation.DisposeAsync();
        await Api.DisposeAsync();
    }

    [Test]
    public Task Chat_WhenFiveThousandConnectionsAreSilent_IsUnaffected() =>
        AssertChatIsUnaffectedAsync(stop => Attack.HoldAsync(Api, 5_000, stop), atLeast: 5_000, maxGrowth: 200 * Mebibyte);

    [Test]
    public Task Chat_WhenHeadersAndBodiesAreSlow_IsUnaffected() => AssertChatIsUnaffectedAsync(
        async stop => LeastOfAsync(await Task.WhenAll(Attack.DribbleHeadersAsync(Api, 300, stop), Attack.DribbleBodiesAsync(Api, 300, stop))),
        atLeast: 200, maxGrowth: 150 * Mebibyte);

    [Test]
    public Task Chat_WhenHeadersAreHuge_IsUnaffected() =>
        AssertChatIsUnaffectedAsync(stop => Task.FromResult(Attack.ThrowHeaderBombsAsync(Api, perSecond: 50, stop)), atLeast: 100, maxGrowth: 150 * Mebibyte);

    [Test]
    public Task Chat_WhenASocketFloods_IsUnaffected() =>
        AssertChatIsUnaffectedAsync(stop => Task.FromResult(Attack.FloodAsync(Api, stop)), atLeast: 4, maxGrowth: 150 * Mebibyte);

    [Test]
    public Task Chat_WhenSocketsFloodAndReconnect_IsUnaffected() =>
        AssertChatIsUnaffectedAsync(stop => Task.FromResult(Attack.ReconnectAsync(Api, parallel: 8, stop)), atLeast: 100, maxGrowth: 150 * Mebibyte);

    [Test]
    public Task Chat_WhenSocketsSendOnlyPings_IsUnaffected() =>
        AssertChatIsUnaffectedAsync(stop => Attack.PingAsync(Api, parallel: 8, stop), atLeast: 8, maxGrowth: 150 * Mebibyte);

    /// <summary>Runs the attack and asserts what the users and the server experience.</summary>
    /// <param name="attack">
    /// Returns when the attack is established. The inner task ends after cancellation and returns how often the server handled the attack.
    /// </param>
    /// <param name="atLeast">The minimum of that number. Below it there was no real attack.</param>
    /// <param name="maxGrowth">The maximum growth of memory in bytes.</param>
    private protected abstract Task AssertChatIsUnaffectedAsync(Func<CancellationToken, Task<Task<int>>> attack, int atLeast, long maxGrowth);

    private protected static Task<ApiServer> StartServerAsync() => ApiServer.StartAsync(
        ApiServer.WellCompiled, ("RateLimiting__Enabled", "true"), ("ReverseProxy__TrustedProxies", "127.0.0.1"), ("Limits__RequestHeaderSeconds", "2"));

    private static async Task<int> LeastOfAsync(Task<int>[] attacks) => (await Task.WhenAll(attacks)).Min();
}
