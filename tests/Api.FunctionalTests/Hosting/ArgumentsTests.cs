using System.Diagnostics;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.Hosting;

namespace VideoChat.Api.FunctionalTests.Hosting;

[Parallelizable(ParallelScope.All)]
public sealed class ArgumentsTests
{
    [TestCase("--help", "--health-check")]
    [TestCase("-h", "--backup FILE")]
    [TestCase("--version", "VideoChat 2.")]
    public async Task Run_WithHelpOrVersion_PrintsItAndEnds(string argument, string said)
    {
        var (exitCode, output, error, left) = await RunAsync(argument);

        Assert.That((exitCode, error, left), Is.EqualTo((0, "", "")));
        Assert.That(output, Does.Contain(said));
    }

    [TestCase("start")]
    [TestCase("--port=8001")]
    [TestCase("--verbose")]
    [TestCase("-x")]
    public async Task Run_WhenAnArgumentIsUnknown_RefusesInOneLineAndMakesNothing(string argument)
    {
        var (exitCode, output, error, left) = await RunAsync(argument);

        Assert.That((exitCode, output, left), Is.EqualTo((1, "", "")));
        Assert.That(error, Is.EqualTo($"VideoChat cannot start. {argument}: there is no such argument; --help lists them."));
    }

    [TestCase("--Storage:Path=/data")]
    [TestCase("--storage:path", "/data")]
    [TestCase("Storage:Path=/data")]
    [TestCase("/Storage:Path=/data")]
    [TestCase("--urls=http://localhost:8001")]
    [TestCase("--environment", "Development")]
    [TestCase("--PublicBaseUrl=https://chat.example.com")]
    [TestCase("--Logging:LogLevel:Default=Debug")]
    [TestCase("--Cors:AllowedOrigins:0=https://app.example.com")]
    [TestCase("--OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317")]
    [TestCase("--backup", "/tmp/file", "--Storage:Path=/data")]
    [TestCase("--Storage:Path=/data", "--backup", "/tmp/file")]
    [TestCase("--backup")]
    public void Answer_WhenTheyAreSettingsOrACommand_HasNothingAgainstThem(params string[] arguments)
    {
        Assert.That(Arguments.Answer(arguments), Is.Null);
    }

    [TestCase("--Storage:Path")]
    [TestCase("--backup", "/tmp/file", "more")]
    [TestCase("-urls=http://localhost:8001")]
    [TestCase("--Storag:Path=/data")]
    [TestCase("key=value")]
    public void Answer_WhenOneIsNeither_Refuses(params string[] arguments)
    {
        Assert.That(Arguments.Answer(arguments), Is.EqualTo(1));
    }

    private static async Task<(int ExitCode, string Output, string Error, string Left)> RunAsync(string argument)
    {
        using var folder = new TemporaryFolder();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [ApiServer.ServerFile, argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Trim(), (await error).Trim(), string.Join(' ', Directory.EnumerateFileSystemEntries(folder.Path)));
    }
}
