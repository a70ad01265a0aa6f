using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using VideoChat.Application.Webhooks;
using VideoChat.Infrastructure.Webhooks.Sending;

namespace VideoChat.Infrastructure.IntegrationTests.Webhooks.Sending;

public sealed class VettedConnectorTests
{
    [TestCase("127.0.0.1")]
    [TestCase("1.1.1.1", "10.0.0.1")]
    [TestCase("::ffff:169.254.169.254")]
    [TestCase("2606:4700:4700::1111", "fd00::1")]
    public void Vet_WhenAnyAddressIsPrivate_Refuses(params string[] addresses)
    {
        var connector = Connector(new ScriptedLookup([addresses]));

        Assert.ThrowsAsync<ForbiddenAddressException>(() => connector.VetAsync("partner.example", CancellationToken.None));
    }

    [Test]
    public async Task Vet_WhenAllAddressesArePublic_GivesThem()
    {
        var connector = Connector(new ScriptedLookup([["1.1.1.1", "2606:4700:4700::1111"]]));

        var addresses = await connector.VetAsync("partner.example", CancellationToken.None);

        Assert.That(addresses.Select(a => a.ToString()), Is.EqualTo(new[] { "1.1.1.1", "2606:4700:4700::1111" }));
    }

    [Test]
    public void Vet_WhenTheHostIsAnAddress_DoesNoLookup()
    {
        var lookup = new ScriptedLookup([]);

        Assert.ThrowsAsync<ForbiddenAddressException>(() => Connector(lookup).VetAsync("::1", CancellationToken.None));
        Assert.That(lookup.Questions, Is.Zero);
    }

    [Test]
    public void Vet_WhenTheNameIsUnknown_SaysSo()
    {
        var exception = Assert.ThrowsAsync<SocketException>(
            () => Connector(new ScriptedLookup([[]])).VetAsync("partner.example", CancellationToken.None));

        Assert.That(exception.SocketErrorCode, Is.EqualTo(SocketError.HostNotFound));
    }

    [Test]
    public async Task Connect_WhenTheNameResolvesDifferentlyLater_UsesTheVettedAddress()
    {
        using var vetted = new TcpListener(IPAddress.Loopback, 0);
        vetted.Start();
        var port = ((IPEndPoint)vetted.LocalEndpoint).Port;
        // A second lookup would fail, because nothing listens at the address of the second answer.
        var lookup = new ScriptedLookup([["127.0.0.1"], ["127.0.0.2"]]);
        using var handler = new SocketsHttpHandler { ConnectCallback = Connector(lookup, allowPrivate: true).ConnectAsync };
        using var http = new HttpMessageInvoker(handler);

        var answer = http.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"http://partner.example:{port}/"), CancellationToken.None);
        using var client = await vetted.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());

        Assert.That((await answer).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(lookup.Questions, Is.EqualTo(1));
    }

    [Test]
    public void Connect_WhenTheNameResolvesToAPrivateAddress_OpensNoConnection()
    {
        using var inside = new TcpListener(IPAddress.Loopback, 0);
        inside.Start();
        var port = ((IPEndPoint)inside.LocalEndpoint).Port;
        using var handler = new SocketsHttpHandler { ConnectCallback = Connector(new ScriptedLookup([["127.0.0.1"]])).ConnectAsync };
        using var http = new HttpMessageInvoker(handler);

        var exception = Assert.ThrowsAsync<HttpRequestException>(
            () => http.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"http://partner.example:{port}/"), CancellationToken.None));

        Assert.That(exception.InnerException, Is.TypeOf<ForbiddenAddressException>());
        Assert.That(inside.Pending(), Is.False);
    }

    private static VettedConnector Connector(IHostLookup lookup, bool allowPrivate = false) =>
        new(lookup, Options.Create(new WebhooksOptions { AllowPrivateNetworks = allowPrivate }));

    private sealed class ScriptedLookup(string[][] answers) : IHostLookup
    {
        public int Questions { get; private set; }

        public Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult(answers[Questions++].Select(IPAddress.Parse).ToArray());
    }
}
