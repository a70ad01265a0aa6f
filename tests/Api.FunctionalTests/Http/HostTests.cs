using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Http;

/// <summary>Requests of a page whose name resolves to this machine (DNS rebinding).</summary>
[Parallelizable(ParallelScope.All)]
public sealed class HostTests
{
    private static readonly string Port = $":{SharedServer.Api.Address.Port}";

    [TestCase("GET /users")]
    [TestCase("GET /chat")]
    [TestCase("POST /users")]
    [TestCase("GET /openapi.json")]
    public async Task Request_UnderAForeignName_IsRefusedWithThatNameAsOrigin(string request)
    {
        var parts = request.Split(' ');

        var answer = await RawHttp.SendAsync(
            SharedServer.Api, $"{parts[0]} {parts[1]} HTTP/1.1\r\nHost: evil.example{Port}\r\nOrigin: http://evil.example{Port}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").And.Contain("application/problem+json").And.Contain("AllowedHosts").And.Not.Contain("evil.example"));
    }

    [Test]
    public async Task Socket_UnderAForeignName_IsRefused()
    {
        var (room, ada, _) = await SharedServer.Api.CreateRoomForTwoAsync();

        var answer = await RawHttp.SendAsync(
            SharedServer.Api,
            $"GET /ws/{room}/{ada.Id} HTTP/1.1\r\nHost: evil.example{Port}\r\nOrigin: http://evil.example{Port}\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade, close\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 "));
    }

    [TestCase("chat.example.com")]
    [TestCase("chat.example.com:8443")]
    public async Task Request_WhenAProxyThatIsNotTrustedPassesOnItsName_IsServed(string host)
    {
        var answer = await RawHttp.SendAsync(SharedServer.Api, $"GET /users HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: 192.0.2.7\r\nConnection: close\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 200 "));
    }

    [Test]
    public async Task Request_UnderAForeignNameThatClaimsAProxy_IsRefused()
    {
        // Scripts of a page can set these headers, so the server must ignore them.
        var answer = await RawHttp.SendAsync(
            SharedServer.Api, $"GET /users HTTP/1.1\r\nHost: evil.example{Port}\r\nX-Forwarded-For: 192.0.2.7\r\nForwarded: for=192.0.2.7\r\nConnection: close\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 "));
    }

    [TestCase("/health")]
    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    [TestCase("/metrics")]
    public async Task Probe_UnderAnyName_IsAnswered(string path)
    {
        using var response = await SharedServer.Api.GetAsync(path, ("Host", "10.0.0.7:8000"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Request_WhenNamesAreConfigured_IsServedUnderThem()
    {
        await using var api = await ApiServer.StartAsync(("PublicBaseUrl", "https://chat.example.com"), ("AllowedHosts", "*.example.org"));

        Assert.That(await StatusOfAsync("chat.example.com"), Is.EqualTo(200));
        Assert.That(await StatusOfAsync("a.example.org:8443"), Is.EqualTo(200));
        Assert.That(await StatusOfAsync("localhost"), Is.EqualTo(200));
        Assert.That(await StatusOfAsync("evil.example"), Is.EqualTo(400));

        async Task<int> StatusOfAsync(string host)
        {
            var answer = await RawHttp.SendAsync(api, $"GET /users HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            return int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
