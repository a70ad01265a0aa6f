using System.Diagnostics;
using System.Reflection;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Operations;

/// <summary>Runs the commands of a page of docs unchanged.</summary>
internal static class DocumentedCommands
{
    /// <summary>Runs the first block of commands below a heading in the server's folder.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(
        string page, string heading, params (string Key, string Value)[] variables) => RunAsync(Read(page, heading), variables);

    public static async Task<(int ExitCode, string Output)> RunAsync(string commands, params (string Key, string Value)[] variables)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(ApiAssembly),
        };
        foreach (var (key, value) in variables)
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private static string ApiAssembly => typeof(DocumentedCommands).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "ApiAssembly").Value!;

    private static string Read(string page, string heading)
    {
        const string Fence = "```";
        var text = File.ReadAllText(RepositoryFile.Of(page));
        var section = text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.That(section, Is.Not.Negative, $"{page} has no part {heading}");
        var start = text.IndexOf($"{Fence}bash\n", section, StringComparison.Ordinal) + Fence.Length + "bash\n".Length;
        return text[start..text.IndexOf(Fence, start, StringComparison.Ordinal)];
    }
}
