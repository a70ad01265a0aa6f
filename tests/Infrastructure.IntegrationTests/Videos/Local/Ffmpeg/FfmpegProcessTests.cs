using VideoChat.Infrastructure.Videos.Local.Ffmpeg;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Ffmpeg;

/// <summary>These tests run <c>sh</c> instead of ffmpeg, because every machine has <c>sh</c>.</summary>
[Platform("Linux")]
public sealed class FfmpegProcessTests
{
    private const string Shell = "/bin/sh";

    private readonly FfmpegTools _tools = new();

    [Test]
    public async Task Start_Always_ClosesInputAndPassesNoSecrets()
    {
        Environment.SetEnvironmentVariable("BUNNY_API_KEY", "secret");

        await using var process = await StartAsync("read line; echo \"[$line$BUNNY_API_KEY]\"");
        var output = await process.ReadAllAsync(1_000, default);

        Assert.That(output, Is.EqualTo("[]\n"));
    }

    [Test]
    public async Task ReadLines_CutsWhatIsTooLong()
    {
        await using var process = await StartAsync("echo a; head -c 1000000 /dev/zero | tr '\\0' x; echo; echo b");

        var lengths = new List<int>();
        await foreach (var line in process.ReadLinesAsync(default))
            lengths.Add(line.Length);

        Assert.That(lengths, Is.EqualTo([1, 4_096, 1]));
    }

    [Test]
    public async Task ReadAll_WhenItIsTooMuch_IsNull()
    {
        await using var process = await StartAsync("exec cat /dev/zero");

        Assert.That(await process.ReadAllAsync(1_000, default), Is.Null);
    }

    [Test]
    public async Task WaitForExit_Always_KeepsTheEndOfTheErrors()
    {
        await using var process = await StartAsync("head -c 100000 /dev/zero | tr '\\0' x >&2; echo the end >&2; exit 3");

        var exitCode = await process.WaitForExitAsync(default);

        Assert.That(exitCode, Is.EqualTo(3));
        Assert.That(process.Errors, Does.EndWith("the end\n").And.Length.EqualTo(4_096));
    }

    [Test, NonParallelizable]
    public async Task Dispose_LeavesNoPipeOpen()
    {
        var before = CountPipes();

        for (var i = 0; i < 50; i++)
        {
            await using var process = await StartAsync("echo a; echo b >&2");
            await process.ReadAllAsync(1_000, default);
            await process.WaitForExitAsync(default);
        }

        Assert.That(CountPipes(), Is.LessThanOrEqualTo(before));
    }

    [Test]
    public async Task Dispose_WhenItRuns_EndsIt()
    {
        var process = await StartAsync("exec sleep 600");
        var id = process.Id;

        await process.DisposeAsync();

        Assert.That(Directory.Exists($"/proc/{id}"), Is.False);
    }

    private static int CountPipes() =>
        new DirectoryInfo("/proc/self/fd").EnumerateFiles().Count(file => file.LinkTarget?.StartsWith("pipe:", StringComparison.Ordinal) == true);

    private Task<FfmpegProcess> StartAsync(string script) =>
        FfmpegProcess.StartAsync(_tools, Shell, Path.GetTempPath(), ["-c", script]);
}
