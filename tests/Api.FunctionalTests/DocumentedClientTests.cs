using NUnit.Framework;

namespace VideoChat.Api.FunctionalTests;

/// <summary>The example client is on a page of docs and in a file. Both must have the same text.</summary>
public sealed class DocumentedClientTests
{
    private static readonly string Root = FindRoot();
    private static readonly string Client = Read("docs/examples/room-client.mjs");

    [Test]
    public void Protocol_QuotesTheClient() => Assert.That(Read("docs/protocol.md"), Does.Contain(Client));

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VideoChat.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
