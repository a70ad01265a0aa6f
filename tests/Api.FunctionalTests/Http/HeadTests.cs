using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Http;

/// <summary>RFC 9110 §9.3.2: HEAD is GET without the body.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class HeadTests
{
    [TestCase("/", 200)]
    [TestCase("/health", 200)]
    [TestCase("/users", 200)]
    [TestCase("/users/USER", 200)]
    [TestCase("/users/1", 404)]
    [TestCase("/rooms", 200)]
    [TestCase("/rooms?limit=0", 422)]
    [TestCase("/rooms/ROOM", 200)]
    [TestCase("/rooms/ROOM/messages?limit=1", 200)]
    [TestCase("/rooms/ROOM/events?limit=1", 200)]
    [TestCase("/rooms/ROOM/presence", 200)]
    [TestCase("/rooms/ROOM/snapshot?limit=1", 200)]
    [TestCase("/rooms/ROOM/videos", 200)]
    [TestCase("/rooms/ROOM/live-streams", 200)]
    [TestCase("/webhooks", 403)]
    [TestCase("/chat", 200)]
    [TestCase("/docs/index.html", 200)]
    [TestCase("/openapi.json", 200)]
    [TestCase("/asyncapi.yaml", 200)]
    public async Task Head_ForEachGetEndpoint_HasItsStatusAndHeadersAndNoBody(string path, int status)
    {
        var (room, ada, _) = await SharedServer.Api.CreateRoomForTwoAsync();
        await SharedServer.Api.PostMessageAsync(room, ada, "one");
        await SharedServer.Api.PostMessageAsync(room, ada, "two");
        path = path.Replace("ROOM", $"{room}", StringComparison.Ordinal).Replace("USER", $"{ada.Id}", StringComparison.Ordinal);

        using var get = await SharedServer.Api.GetAsync(path);
        using var head = await SharedServer.Api.SendAsync(HttpMethod.Head, path);

        Assert.That(((int)get.StatusCode, (int)head.StatusCode), Is.EqualTo((status, status)));
        Assert.That(await head.Content.ReadAsStringAsync(), Is.Empty);
        foreach (var name in (string[])["Link", "Cache-Control", "Content-Security-Policy", "ETag"])
            Assert.That(head.Header(name), Is.EqualTo(get.Header(name)), name);
        if (status == 200)
            Assert.That(head.Header("Content-Type"), Is.EqualTo(get.Header("Content-Type")));
    }

    [Test]
    public async Task Head_OfARedirect_LeadsToTheSamePlace()
    {
        var answer = await RawHttp.SendAsync(SharedServer.Api, "HEAD /redoc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 302 ").And.Contain("Location: /docs"));
    }
}
