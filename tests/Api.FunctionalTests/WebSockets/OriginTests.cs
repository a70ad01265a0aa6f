using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.WebSockets;

public sealed class OriginTests
{
    private ApiServer _configured = null!;
    private ApiServer _development = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _configured = await ApiServer.StartAsync(
            ("PublicBaseUrl", "https://chat.example.com/"),
            ("Cors__AllowedOrigins__0", "https://app.example.com"),
            ("Cors__AllowedOrigins__1", "https://*.example.org"));
        _development = await SharedServer.DevelopmentAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _configured.DisposeAsync();

    [TestCase("https://evil.example.com")]
    [TestCase("null")]
    [TestCase("http://localhost:1")]
    public async Task Connect_WhenNothingIsConfiguredAndTheOriginIsForeign_Answers403(string origin)
    {
        using var response = await HandshakeAsync(SharedServer.Api, origin);

        var problem = await response.ReadJsonAsync();
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(403));
        });
    }

    [Test]
    public async Task Connect_WhenTheOriginIsTheServersOwn_IsAdmitted()
    {
        await AssertAdmittedAsync(SharedServer.Api, SharedServer.Api.Address.GetLeftPart(UriPartial.Authority));
    }

    [Test]
    public async Task Connect_WhenTheOriginHasAnotherPortOfTheHost_Answers403()
    {
        using var response = await HandshakeAsync(SharedServer.Api, $"http://{SharedServer.Api.Address.Host}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Connect_WhenThereIsNoOrigin_IsAdmitted()
    {
        await AssertAdmittedAsync(_configured, origin: null);
    }

    [TestCase("https://chat.example.com", TestName = "Connect_WhenTheOriginIsThePublicBaseUrl_IsLetIn")]
    [TestCase("https://app.example.com", TestName = "Connect_WhenTheOriginIsListed_IsLetIn")]
    [TestCase("https://a.example.org", TestName = "Connect_WhenTheOriginMatchesAWildcard_IsLetIn")]
    public async Task Connect_WhenTheOriginIsAllowed_IsAdmitted(string origin)
    {
        await AssertAdmittedAsync(_configured, origin);
    }

    [TestCase("https://chat.example.com:8443")]
    [TestCase("http://app.example.com")]
    [TestCase("https://app.example.com:8443")]
    [TestCase("https://app.example.com.evil.net")]
    [TestCase("https://example.org")]
    [TestCase("https://evilexample.org")]
    [TestCase("http://a.example.org")]
    [TestCase("null")]
    public async Task Connect_WhenTheOriginOnlyLooksLikeAnAllowedOne_Answers403(string origin)
    {
        using var response = await HandshakeAsync(_configured, origin);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("https://anything.example.net")]
    [TestCase("null")]
    public async Task Connect_WhenTheServerIsInDevelopment_AdmitsAnyOrigin(string origin)
    {
        await AssertAdmittedAsync(_development, origin);
    }

    private static async Task AssertAdmittedAsync(ApiServer api, string? origin)
    {
        var (room, ada, _) = await api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.OpenAsync(api, room, ada.Id, origin: origin);
        Assert.That((await client.ReceiveAsync()).Type(), Is.EqualTo("user_joined"));
    }

    private static async Task<HttpResponseMessage> HandshakeAsync(ApiServer api, string origin)
    {
        var (room, ada, _) = await api.CreateRoomForTwoAsync();
        return await api.SendAsync(
            HttpMethod.Get, $"/ws/{room}/{ada.Id}", null,
            ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Origin", origin));
    }
}
