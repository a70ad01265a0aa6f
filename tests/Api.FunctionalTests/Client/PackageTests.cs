using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Client;

/// <summary>The package that a project gets when it installs the client.</summary>
public sealed class PackageTests
{
    private const string Compiler = "node_modules/typescript/bin/tsc";

    [Test]
    public Task Sources_AreTypedStrictly() => ClientPackage.NodeAsync([Compiler, "--project", "."]);

    [Test]
    public Task WebClient_IsTypedStrictlyAgainstTheSources() => ClientPackage.NodeAsync([Compiler, "--project", "../Api/Web"]);

    [Test]
    public async Task RestTypes_AreThoseOfTheOpenApiDocument()
    {
        using var folder = new TemporaryFolder();
        var generated = Path.Combine(folder.Path, "openapi.d.ts");

        await ClientPackage.NodeAsync(["node_modules/openapi-typescript/bin/cli.js", "../../docs/openapi.json", "--output", generated]);

        Assert.That(
            File.ReadAllText(Path.Combine(ClientPackage.Folder, "src", "openapi.d.ts")),
            Is.EqualTo(File.ReadAllText(generated)),
            "Run npm run generate in src/Client.");
    }

    [Test]
    public async Task Package_IsUsedByATypeScriptProject()
    {
        using var project = new TemporaryFolder();
        await ClientPackage.NpmAsync(ClientPackage.Folder, "pack", "--silent", "--pack-destination", project.Path);
        var package = Directory.GetFiles(project.Path, "*.tgz").Single();
        await File.WriteAllTextAsync(Path.Combine(project.Path, "package.json"), """{ "type": "module" }""");
        File.Copy(Path.Combine(ClientPackage.Folder, "tests", "consumer", "consumer.ts"), Path.Combine(project.Path, "consumer.ts"));

        await ClientPackage.NpmAsync(project.Path, "install", "--offline", package);
        await ClientPackage.NodeAsync(
        [
            Compiler, "--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2023,dom,dom.asynciterable",
            Path.Combine(project.Path, "consumer.ts"),
        ]);
        var names = await Program.RunAsync(
            "node", ["--input-type=module", "--eval", "console.log(Object.keys(await import('videochat-client')).join())"], project.Path);

        Assert.That(names.Trim(), Is.EqualTo("ApiError,Outgoing,Page,RoomSocket,VideoChatApi,openRoom,randomBackoff"));
    }
}
