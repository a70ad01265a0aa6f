using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Docs.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Generators;

/// <summary>
/// The clients of <c>tests/Generators</c>. The first test that needs a language generates all its clients as the page says. It
/// compiles them together, because a compiler takes longer to start than to compile one of them.
/// </summary>
internal static class GeneratedClients
{
    public const string Page = "docs/generated-clients.md";

    public static readonly string[] InTypeScript = ["openapi-fetch", "orval", "swagger-typescript-api", "nswag-typescript"];
    public static readonly string[] InCSharp = ["nswag-csharp", "kiota-csharp"];

    public static readonly string Folder = RepositoryFile.Of("tests/Generators");

    private static readonly Lazy<Task> Tools = new(() => Programs.RunAsync("dotnet", ["tool", "restore"], Folder));

    private static readonly Dictionary<string, Lazy<Task>> Generated =
        InTypeScript.Concat(InCSharp).ToDictionary(generator => generator, generator => new Lazy<Task>(() => GenerateAsync(generator)));

    private static readonly Lazy<Task> CompiledTypeScript = new(CompileTypeScriptAsync);
    private static readonly Lazy<Task> CompiledCSharp = new(CompileCSharpAsync);

    public static string Origin => SharedServer.Api.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Returns the compiled program. An error of the generator itself fails only its own test.</summary>
    public static async Task<string> CompileTypeScriptAsync(string generator)
    {
        await Generated[generator].Value;
        await CompiledTypeScript.Value;
        return $"generated/{generator}/client.js";
    }

    /// <inheritdoc cref="CompileTypeScriptAsync(string)"/>
    public static async Task<string> CompileCSharpAsync(string generator)
    {
        await Generated[generator].Value;
        await CompiledCSharp.Value;
        return $"{generator}/bin/Debug/net10.0/VideoChat.{generator}.dll";
    }

    private static async Task CompileTypeScriptAsync()
    {
        DeleteGenerated(Folder);
        await Task.WhenAll(InTypeScript.Select(generator => Generated[generator].Value));
        await Programs.RunAsync("node", ["node_modules/typescript/bin/tsc"], Folder);
    }

    private static async Task CompileCSharpAsync()
    {
        await Task.WhenAll(InCSharp.Select(generator => Generated[generator].Value));
        await Programs.RunAsync("dotnet", ["build", "-v", "q", "-nologo", "-m:1"], Folder);
    }

    /// <summary>Runs the page's commands for a generator (the name of a folder) against the test's server.</summary>
    private static async Task GenerateAsync(string generator)
    {
        var folder = Path.Combine(Folder, generator);
        DeleteGenerated(folder);
        var commands = Markdown.BlocksOf(Page).Single(block => block.Info == $"bash {generator}").Text;
        if (commands.StartsWith("dotnet", StringComparison.Ordinal))
            await Tools.Value;

        await Programs.RunAsync(
            "bash", ["-euo", "pipefail", "-c", commands.Replace("http://localhost:8000", Origin, StringComparison.Ordinal)], folder,
            ("VIDEOCHAT_URL", Origin), ("KIOTA_CLI_TELEMETRY_OPTOUT", "1"));
    }

    private static void DeleteGenerated(string folder)
    {
        if (Directory.Exists(Path.Combine(folder, "generated")))
            Directory.Delete(Path.Combine(folder, "generated"), recursive: true);
    }
}
