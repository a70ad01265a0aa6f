using VideoChat.Api.FunctionalTests.Support;

// Most tests wait for other programs.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(3)]

namespace VideoChat.Docs.FunctionalTests;

/// <summary>One server without limits for all tests that need nothing special.</summary>
[SetUpFixture]
internal sealed class SharedServer
{
    public static ApiServer Api { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Api = await StartServerAsync();

    private static Task<ApiServer> StartServerAsync()
    {
        var port = FreePort.Find();
        return ApiServer.StartAsync(("Live__IngestPorts", $"{port}-{port}"));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await Api.DisposeAsync();
}
