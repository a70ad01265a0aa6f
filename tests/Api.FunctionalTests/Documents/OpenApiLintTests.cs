using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Documents;

/// <summary>Lints the OpenAPI documents. Each disabled rule has a reason next to it.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class OpenApiLintTests
{
    private const string Current = "../../docs/openapi.json";

    [Test]
    public Task Spectral_WithItsRulesForOpenApi_HasNothingToSay() => LintWithSpectralAsync(Current, "spectral.yaml");

    [Test]
    public async Task Spectral_OfTheDocumentForClasses_HasNothingToSay()
    {
        using var folder = new TemporaryFolder();
        await LintWithSpectralAsync(await SaveDocumentForClassesAsync(folder), "spectral-3.0.yaml");
    }

    [Test]
    public Task Redocly_WithItsRecommendedRules_HasNothingToSay() => LintWithRedoclyAsync(Current);

    [Test]
    public async Task Redocly_OfTheDocumentForClasses_HasNothingToSay()
    {
        using var folder = new TemporaryFolder();
        await LintWithRedoclyAsync(
            await SaveDocumentForClassesAsync(folder),
            // The rule is skipped here, because the exceptions in .redocly.lint-ignore.yaml apply only to the other document.
            "--skip-rule", "operation-4xx-response");
    }

    private static async Task LintWithSpectralAsync(string document, string rules)
    {
        var (exitCode, output) = await DocumentTool.RunAsync(
            "node_modules/@stoplight/spectral-cli/dist/index.js", "lint", document, "--ruleset", rules, "--fail-severity", "hint");

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("No results"));
    }

    private static async Task LintWithRedoclyAsync(string document, params string[] more)
    {
        var (exitCode, output) = await DocumentTool.RunAsync(
            "node_modules/@redocly/cli/bin/cli.js", ["lint", document, "--config", "redocly.yaml", .. more]);

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("Your API description is valid").And.Not.Contain("Warning was generated"));
    }

    private static async Task<string> SaveDocumentForClassesAsync(TemporaryFolder folder)
    {
        var file = Path.Combine(folder.Path, "openapi-3.0.json");
        await File.WriteAllTextAsync(file, await SharedServer.Api.Http.GetStringAsync(new Uri("/openapi-3.0.json", UriKind.Relative)));
        return file;
    }
}
