using System.ComponentModel;
using System.Diagnostics;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Documents;

/// <summary>Runs the programs that tests/Documents installs from npm.</summary>
internal static class DocumentTool
{
    private static readonly string Folder = RepositoryFile.Of("tests/Documents");

    /// <summary>Returns the exit code and the output of a program. Skips the test if node or the program is missing.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string script, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            Assert.Ignore("The document tools are missing: npm ci in tests/Documents.");

        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" },
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync() + await errors;
            await process.WaitForExitAsync();
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            Assert.Ignore("node is missing.");
            throw;
        }
    }
}
