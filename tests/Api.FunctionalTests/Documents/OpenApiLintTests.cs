namespace VideoChat.Api.FunctionalTests.Documents;

/// <summary>What the linters of the trade say of docs/openapi.json. A rule that is switched off says why beside it.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class OpenApiLintTests
{
    private const string Document = "../../docs/openapi.json";

    [Test]
    public async Task Spectral_WithItsRulesForOpenApi_HasNothingToSay()
    {
        var (exitCode, output) = await DocumentTool.RunAsync(
            "node_modules/@stoplight/spectral-cli/dist/index.js", "lint", Document, "--ruleset", "spectral.yaml", "--fail-severity", "hint");

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("No results"));
    }

    [Test]
    public async Task Redocly_WithItsRecommendedRules_HasNothingToSay()
    {
        var (exitCode, output) = await DocumentTool.RunAsync(
            "node_modules/@redocly/cli/bin/cli.js", "lint", Document, "--config", "redocly.yaml");

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("Your API description is valid").And.Not.Contain("Warning was generated"));
    }
}
