using System.Diagnostics;
using VideoChat.LoadTests.Order;

namespace VideoChat.Api.FunctionalTests.LoadTests;

/// <summary>Runs the load generator from its command line against the shared server.</summary>
internal sealed class LoadGeneratorTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Test]
    public async Task FanOut_WhenTheServerIsSound_EndsWithZeroAndItsFigures()
    {
        var (exitCode, output) = await RunAsync(
            "fanout", "--members", "8", "--senders", "2", "--warmup", "0", "--seconds", "1", "--plain",
            "--url", SharedServer.Api.Address.GetLeftPart(UriPartial.Authority));

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Match("(?m)^deliveries_per_second [1-9]").And.Contain("lost 0\n").And.Contain("out_of_order 0\n"));
    }

    [Test]
    public async Task Run_WhenTheServerIsUnavailable_EndsWithTwoAndOneLine()
    {
        var (exitCode, output) = await RunAsync("fanout", "--url", "http://127.0.0.1:1");

        Assert.That((exitCode, output.Trim().Split('\n').Length), Is.EqualTo((2, 1)), output);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Mark).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Timeout);
        return (process.ExitCode, await output + await error);
    }
}
