using System.Diagnostics;

namespace VideoChat.Api.FunctionalTests.Client;

/// <summary>Runs other programs until they exit.</summary>
internal static class Program
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(8);

    /// <summary>Skips the test if the program is missing.</summary>
    public static void Require(string program)
    {
        if (Find(program) is null)
            Assert.Ignore($"{program} is not installed.");
    }

    /// <summary>Returns the program's path, or null if it is missing.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <summary>Returns the program's output. If the program fails, the test fails with that output.</summary>
    public static async Task<string> RunAsync(
        string program, string[] arguments, string folder, params (string Key, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Timeout);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{await output}\n{await errors}");
        return await output;
    }
}
