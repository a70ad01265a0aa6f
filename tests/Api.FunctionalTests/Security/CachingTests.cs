using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Security;

/// <summary>Only public responses may be stored by caches.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CachingTests
{
    [TestCase("/", 200)]
    [TestCase("/health", 200)]
    [TestCase("/metrics", 200)]
    [TestCase("/users", 200)]
    [TestCase("/rooms", 200)]
    [TestCase("/rooms/ROOM/messages", 200)]
    [TestCase("/rooms/ROOM/events", 200)]
    [TestCase("/rooms/ROOM/presence", 200)]
    [TestCase("/rooms/ROOM/snapshot", 200)]
    [TestCase("/rooms/ROOM/live-streams", 200)]
    [TestCase("/rooms/1", 404)]
    [TestCase("/users?limit=0", 422)]
    [TestCase("/webhooks", 403)]
    [TestCase("/ws/1/2", 426)]
    [TestCase("/media/videos/1/playlist.m3u8", 404)]
    [TestCase("/chat/nothing.js", 404)]
    [TestCase("/docs/nothing.js", 404)]
    public async Task Answer_WhenItIsNotPublicOrAnError_IsNotCached(string path, int status)
    {
        var room = await SharedServer.Api.CreateRoomAsync();

        using var response = await SharedServer.Api.GetAsync(path.Replace("ROOM", $"{room}", StringComparison.Ordinal));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Header("Cache-Control"), Is.EqualTo("no-store"));
    }

    [Test]
    public async Task Answer_WhenItChangesSomething_IsNotCached()
    {
        using var response = await SharedServer.Api.PostAsync("/users", new { username = "ada" });

        Assert.That(response.Header("Cache-Control"), Is.EqualTo("no-store"));
    }

    [TestCase("/chat", "no-cache")]
    [TestCase("/openapi.json", "no-cache")]
    [TestCase("/docs/index.html", "no-cache")]
    public async Task Answer_WhenItIsAPublicDocument_IsCachedAndRevalidated(string path, string expected)
    {
        using var response = await SharedServer.Api.GetAsync(path);

        Assert.That(response.Header("Cache-Control"), Is.EqualTo(expected));
    }
}
