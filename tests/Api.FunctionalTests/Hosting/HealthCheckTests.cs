using System.Diagnostics;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Hosting;

[Parallelizable(ParallelScope.All)]
public sealed class HealthCheckTests
{
    [Test]
    public async Task HealthCheck_WhenTheServerIsReady_ExitsWithZero()
    {
        var (exitCode, output) = await RunAsync(SharedServer.Api.Address.ToString());

        Assert.That((exitCode, output), Is.EqualTo((0, """{"status":"ready"}""")));
    }

    [Test]
    public async Task HealthCheck_WhenHealthHasASeparateAddress_UsesIt()
    {
        var (exitCode, output) = await RunAsync("http://127.0.0.1:1", health: $"http://*:{SharedServer.Api.Address.Port}");

        Assert.That((exitCode, output), Is.EqualTo((0, """{"status":"ready"}""")));
    }

    [Test]
    public async Task HealthCheck_WhenTheServerIsNotRunning_ExitsWithOne()
    {
        var (exitCode, _) = await RunAsync("http://127.0.0.1:1");

        Assert.That(exitCode, Is.EqualTo(1));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string urls, string health = "")
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [ApiServer.ServerFile, "--health-check"])
        {
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_URLS"] = urls, ["Health__Url"] = health },
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Trim());
    }
}
