using VideoChat.Api.FunctionalTests.Support;

// The tests run in parallel, because most of them wait for other programs.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(3)]

namespace VideoChat.Docs.FunctionalTests;

/// <summary>One server without rate limits for all tests that need no special settings. The first of them starts it.</summary>
[SetUpFixture]
internal sealed class SharedServer
{
    private static readonly Lazy<Task<ApiServer>> Started = new(StartAsync);

    public static ApiServer Api => Started.Value.GetAwaiter().GetResult();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Started.IsValueCreated)
            await Api.DisposeAsync();
    }

    private static Task<ApiServer> StartAsync()
    {
        var port = FreePort.Find();
        return ApiServer.StartAsync(("Live__IngestPorts", $"{port}-{port}"));
    }
}
