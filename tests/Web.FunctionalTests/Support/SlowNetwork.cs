using Microsoft.Playwright;

namespace VideoChat.Web.FunctionalTests.Support;

/// <summary>Limits the bandwidth of a page until it is disposed.</summary>
internal sealed class SlowNetwork : IAsyncDisposable
{
    private readonly ICDPSession _session;

    private SlowNetwork(ICDPSession session) => _session = session;

    public static async Task<SlowNetwork> OfAsync(IPage page, int uploadBytesPerSecond)
    {
        var network = new SlowNetwork(await page.Context.NewCDPSessionAsync(page));
        await network._session.SendAsync("Network.enable");
        await network.SetAsync(uploadBytesPerSecond);
        return network;
    }

    public Task EndAsync() => SetAsync(-1);

    public async ValueTask DisposeAsync() => await _session.DetachAsync();

    private async Task SetAsync(int uploadBytesPerSecond) => await _session.SendAsync(
        "Network.emulateNetworkConditions",
        new Dictionary<string, object>
        {
            ["offline"] = false,
            ["latency"] = 0,
            ["downloadThroughput"] = -1,
            ["uploadThroughput"] = uploadBytesPerSecond,
        });
}
