using System.ComponentModel;
using System.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace VideoChat.SystemTests.Deployment;

/// <summary>Lints Dockerfile and docker-compose.yml with linters from npm. No container engine is available to run them.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ContainerFileTests
{
    private static readonly string Root = FindRoot();

    [Test]
    public async Task Compose_Always_KeepsToTheSchemaAndTheRules()
    {
        var (exitCode, output) = await LintAsync(
            "dclint/bin/dclint.cjs", "--config", "dclint.json", Path.Combine(Root, "docker-compose.yml"));

        Assert.That(exitCode, Is.Zero, output);
    }

    [Test]
    public async Task Compose_WhenItIsWrong_IsFound()
    {
        var broken = Path.Combine(Directory.CreateTempSubdirectory("videochat-").FullName, "docker-compose.yml");
        await File.WriteAllTextAsync(
            broken, (await ReadAsync("docker-compose.yml")).Replace("healthcheck:", "healthchecks:", StringComparison.Ordinal));

        var (exitCode, output) = await LintAsync("dclint/bin/dclint.cjs", "--config", "dclint.json", broken);

        Directory.Delete(Path.GetDirectoryName(broken)!, recursive: true);
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain("invalid-schema"));
    }

    [Test]
    public async Task Dockerfile_Always_KeepsToTheRules()
    {
        var (exitCode, output) = await LintAsync("dockerfile-utils/bin/dockerfile-utils", "lint", Path.Combine(Root, "Dockerfile"));

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output.Trim(), Is.Empty);
    }

    [Test]
    public async Task Dockerfile_ForEachImage_IsNotRootAndHasAHealthCheck()
    {
        var images = (await ReadAsync("Dockerfile")).Split("\nFROM ")[1..]
            .Where(stage => stage.StartsWith("mcr.microsoft.com/dotnet/aspnet:", StringComparison.Ordinal))
            .ToList();

        foreach (var stage in images)
        {
            Assert.That(stage, Does.Contain("\nUSER $APP_UID"));
            Assert.That(stage, Does.Contain("--health-check"));
            Assert.That(stage, Does.Not.Contain(":latest").And.Not.Contain("\nADD "));
        }
        Assert.That(images, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Compose_Always_ChecksAndLimitsEveryService()
    {
        // Merges the block of settings that the machines share into each of them.
        var file = new MergingParser(new Parser(new StringReader(await ReadAsync("docker-compose.yml"))));
        var services = Part(new DeserializerBuilder().Build().Deserialize(file)!, "services");

        Assert.That(services, Is.Not.Empty);
        Assert.Multiple(() =>
        {
            foreach (var (name, service) in services)
            {
                Assert.That(Part(service, "healthcheck"), Is.Not.Empty, $"{name}");
                Assert.That(Part(Part(Part(service, "deploy"), "resources"), "limits").Keys, Is.SupersetOf(new[] { "cpus", "memory" }), $"{name}");
            }
        });
    }

    [Test]
    public async Task Compose_Always_HasNoSecretAndTheExampleNamesThemAll()
    {
        var compose = await ReadAsync("docker-compose.yml");
        var example = await ReadAsync(".env.example");

        var names = System.Text.RegularExpressions.Regex.Matches(compose, @"\$\{(\w+)").Select(match => match.Groups[1].Value).Distinct();

        Assert.That(names, Is.Not.Empty.And.All.Matches<string>(name => example.Contains(name + "=", StringComparison.Ordinal)));
    }

    /// <summary>Returns a part of a YAML document, or an empty part if it is missing.</summary>
    private static Dictionary<object, object> Part(object whole, string name) =>
        whole is Dictionary<object, object> parts && parts.GetValueOrDefault(name) is Dictionary<object, object> part ? part : [];

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(Root, file));

    private static async Task<(int ExitCode, string Output)> LintAsync(string script, params string[] arguments)
    {
        var folder = Path.Combine(Root, "tests", "Deployment");
        var path = Path.Combine(folder, "node_modules", script);
        if (!File.Exists(path))
            Assert.Ignore("The linters are missing: npm ci in tests/Deployment.");
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", [path, .. arguments])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
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

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VideoChat.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
