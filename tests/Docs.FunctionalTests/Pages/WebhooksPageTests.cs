using System.Net;
using System.Net.Sockets;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Docs.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Pages;

/// <summary>docs/webhooks.md, in its three terminals: the example receiver gets an event with a valid signature.</summary>
internal sealed class WebhooksPageTests
{
    [Test]
    public async Task SetUp_InThreeTerminals_DeliversToTheReceiver()
    {
        foreach (var program in (string[])["python3", "openssl"])
            Programs.Require(program);
        var port = FreePort.Find();
        await using var reader = ServerPage.OpenToServe("docs/webhooks.md", ("127.0.0.1:8080", $"127.0.0.1:{port}"));
        reader.Environment["PORT"] = $"{port}";
        var commands = reader.Commands("Set up");
        await ServerPage.StartAsync(reader, commands[0]);

        reader.At(commands[1]).Type(reader.Adapt(commands[1]).TrimEnd());
        // The endpoint must exist before the event.
        await Files.HasContentAsync(Path.Combine(reader.Folder, "webhook.secret"));
        // The receiver must listen before the event. Otherwise, the second retry would follow only minutes later.
        await Eventually.BeTrueAsync(() => AcceptsAsync(port), "the receiver listens", TimeSpan.FromMinutes(1));
        await reader.RunAsync(commands[2]);

        await reader.At(commands[1]).SeeAllAsync(reader.Outputs("Set up")[0]);
        reader.AssertHasReadAll();
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
