using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests;

/// <summary>One server without limits for all tests that need nothing special; each makes its own users and rooms.</summary>
[SetUpFixture]
internal sealed class SharedServer
{
    public static ApiServer Api { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await Api.DisposeAsync();
}
