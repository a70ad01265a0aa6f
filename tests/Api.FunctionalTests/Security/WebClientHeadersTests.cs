using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Security;

public sealed class WebClientHeadersTests
{
    [TestCase("/chat")]
    [TestCase("/chat/index.html")]
    [TestCase("/chat/no-such-file.js")]
    public async Task Get_OfTheWebClient_HasItsContentSecurityPolicy(string path)
    {
        using var response = await SharedServer.Api.SendAsync(HttpMethod.Get, path);

        var policy = Directives(response);
        Assert.Multiple(() =>
        {
            Assert.That(policy["default-src"], Is.EqualTo("'none'"));
            Assert.That(policy["script-src"], Is.EqualTo("'self'"));
            Assert.That(policy["style-src"], Is.EqualTo("'self'"));
            Assert.That(policy["connect-src"], Is.EqualTo("'self'"));
            Assert.That(policy["media-src"], Is.EqualTo("'self' blob:"));
            Assert.That(policy["frame-ancestors"], Is.EqualTo("'none'"));
            Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
        });
    }

    [Test]
    public async Task Get_WhenMediaIsElsewhere_AllowsThoseOriginsAndNoOther()
    {
        await using var api = await ApiServer.StartAsync(
            ("PublicBaseUrl", "https://chat.example.com/"),
            ("Bunny__BaseUrl", "https://video.example.com/api"),
            ("Bunny__ApiKey", "key"),
            ("Bunny__LibraryId", "133"),
            ("Bunny__PullZone", "vz-test"));

        using var response = await api.SendAsync(HttpMethod.Get, "/chat");

        var policy = Directives(response);
        Assert.Multiple(() =>
        {
            Assert.That(policy["media-src"], Is.EqualTo("'self' https://chat.example.com https://vz-test.b-cdn.net blob:"));
            Assert.That(policy["img-src"], Is.EqualTo("'self' https://chat.example.com https://vz-test.b-cdn.net"));
            Assert.That(
                policy["connect-src"],
                Is.EqualTo("'self' https://chat.example.com https://vz-test.b-cdn.net https://video.example.com"));
            Assert.That(policy["script-src"], Is.EqualTo("'self'"));
        });
    }

    private static Dictionary<string, string> Directives(HttpResponseMessage response) =>
        response.Headers.GetValues("Content-Security-Policy").Single().Split("; ")
            .Select(directive => directive.Split(' ', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
}
