using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Videos.Local;

/// <summary>The tests create the files, because serving does not depend on their origin.</summary>
public sealed class MediaTests
{
    private const string Page = "https://app.example.com";

    private ApiServer _api = null!;

    private const string Played = "01890000-0000-7000-8000-000000000001";
    private const string Unknown = "01890000-0000-7000-8000-000000000002";
    private const string Made = "01890000-0000-7000-8000-000000000003";
    private const string Waiting = "01890000-0000-7000-8000-000000000004";
    private const string Failed = "01890000-0000-7000-8000-000000000005";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _api = await ApiServer.StartAsync(("Cors__AllowedOrigins__0", Page), ("RateLimiting__Enabled", "true"));
        Put("videos/a/playlist.m3u8", "#EXTM3U");
        Put("videos/a/360p/00000.ts", "0123456789");
        Put("videos/a/thumbnail.jpg", "jpeg");
        Put("videos/a/video.json", "{}");
        Put("videos/a/.hidden.ts", "hidden");
        // These two videos were not transcoded, because ffmpeg was missing.
        foreach (var (id, extension, content) in new[] { (Played, "mp4", "0123456789"), (Unknown, "bin", "<html>") })
        {
            Put($"originals/{id}.{extension}", content);
            Put($"videos/{id}/video.json", """{"IsReady":true}""");
        }
        Put($"originals/{Made}.mp4", "the place of recording");
        Put($"videos/{Made}/video.json", """{"IsReady":true}""");
        Put($"videos/{Made}/playlist.m3u8", "#EXTM3U");
        Put($"originals/{Waiting}.mp4", "the place of recording");
        // This original remains, because the process was killed before it removed the file.
        Put($"originals/{Failed}.mp4", "the place of recording");
        Put($"videos/{Failed}/video.json", """{"IsReady":false}""");
        Put("uploads/c.mp4", "part");
        Put("live/a/playlist.m3u8", "#EXTM3U");
        Put("live/a/00001.ts", "0123456789");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [TestCase("/media/videos/a/playlist.m3u8", "application/vnd.apple.mpegurl", true)]
    [TestCase("/media/videos/a/360p/00000.ts", "video/mp2t", true)]
    [TestCase("/media/videos/a/thumbnail.jpg", "image/jpeg", true)]
    [TestCase($"/media/originals/{Played}.mp4", "video/mp4", true)]
    [TestCase($"/media/originals/{Unknown}.bin", "application/octet-stream", true)]
    [TestCase("/media/live/a/00001.ts", "video/mp2t", true)]
    [TestCase("/media/live/a/playlist.m3u8", "application/vnd.apple.mpegurl", false)]
    public async Task Get_SaysWhatItIsAndWhetherItMayBeKept(string path, string contentType, bool isImmutable)
    {
        using var response = await _api.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Multiple(() =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo(contentType));
            Assert.That(
                response.Headers.GetValues("Cache-Control").Single(),
                Is.EqualTo(isImmutable ? "public, max-age=31536000, immutable" : "no-cache"));
            Assert.That(response.Headers.ETag, isImmutable ? Is.Not.Null : Is.Null);
            Assert.That(response.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
            Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("media-src 'self'"));
            Assert.That(response.Headers.Contains("X-RateLimit-Limit"), Is.False);
        });
    }

    [TestCase("/media/videos/a/360p/00000.ts")]
    [TestCase($"/media/originals/{Played}.mp4")]
    public async Task Get_WhenARangeIsRequested_SendsTheRange(string path)
    {
        using var inside = await GetRangeAsync(path, new RangeHeaderValue(2, 4));
        using var end = await GetRangeAsync(path, new RangeHeaderValue(null, 3));
        using var outside = await GetRangeAsync(path, new RangeHeaderValue(10, null));

        Assert.Multiple(async () =>
        {
            Assert.That((int)inside.StatusCode, Is.EqualTo(206));
            Assert.That(inside.Content.Headers.ContentRange!.ToString(), Is.EqualTo("bytes 2-4/10"));
            Assert.That(await inside.Content.ReadAsStringAsync(), Is.EqualTo("234"));
            Assert.That(await end.Content.ReadAsStringAsync(), Is.EqualTo("789"));
            Assert.That((int)outside.StatusCode, Is.EqualTo(416));
            Assert.That(outside.Content.Headers.ContentRange!.ToString(), Is.EqualTo("bytes */10"));
            Assert.That(outside.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        });
    }

    [TestCase("/media")]
    [TestCase("/media/")]
    [TestCase("/media/videos")]
    [TestCase("/media/videos/")]
    [TestCase("/media/videos/a/")]
    [TestCase("/media/videos/a/nothing.ts")]
    [TestCase("/media/videos/a/video.json")]
    [TestCase("/media/videos/a/.hidden.ts")]
    [TestCase($"/media/originals/{Made}.mp4")]
    [TestCase($"/media/originals/{Waiting}.mp4")]
    [TestCase($"/media/originals/{Failed}.mp4")]
    [TestCase($"/media/originals/{Played}.tries")]
    [TestCase("/media/videochat.db")]
    [TestCase("/media/uploads/c.mp4")]
    [TestCase("/media/videos/../uploads/c.mp4")]
    [TestCase("/media/videos/%2e%2e/uploads/c.mp4")]
    [TestCase("/media/videos/..%2fuploads%2fc.mp4")]
    [TestCase("/media/videos/%2e%2e%2fuploads%2fc.mp4")]
    [TestCase("/media/videos/..%5cuploads%5cc.mp4")]
    [TestCase("/media/videos//../../uploads/c.mp4")]
    [TestCase("/media/videos/a/../../uploads/c.mp4")]
    [TestCase("/media/videos/%252e%252e/uploads/c.mp4")]
    [TestCase("/media/videos/a%00.ts")]
    [TestCase("/media//etc/passwd")]
    [TestCase("/media/videos//etc/passwd")]
    public async Task Get_WhenItIsPrivate_Is404(string path)
    {
        var answer = await GetRawAsync(path);

        // 400 is accepted too, because Kestrel refuses some of these as bad request lines.
        Assert.That(answer, Does.StartWith("HTTP/1.1 404 ").Or.StartWith("HTTP/1.1 400 "));
        Assert.That(answer, Does.Not.StartWith("HTTP/1.1 404 ").Or.Contain("application/problem+json"));
    }

    [Test]
    public async Task Get_WhenAnAllowedPageRequests_AllowsReading()
    {
        using var allowed = await GetFromAsync(Page);
        using var foreign = await GetFromAsync("https://evil.example.com");

        Assert.Multiple(() =>
        {
            Assert.That(allowed.Headers.GetValues("Access-Control-Allow-Origin").Single(), Is.EqualTo(Page));
            Assert.That(foreign.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
        });
    }

    [Test]
    public async Task Post_Is405()
    {
        using var response = await _api.PostAsync("/media/videos/a/playlist.m3u8", new { });

        Assert.That((int)response.StatusCode, Is.EqualTo(405));
        Assert.That(response.Content.Headers.Allow, Is.EquivalentTo(["GET", "HEAD"]));
        Assert.That((await response.ReadJsonAsync()).GetProperty("status").GetInt32(), Is.EqualTo(405));
    }

    private void Put(string path, string text)
    {
        var file = Path.Combine(_api.Storage, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private Task<HttpResponseMessage> GetRangeAsync(string path, RangeHeaderValue range) =>
        _api.SendAsync(HttpMethod.Get, path, null, ("Range", range.ToString()));

    private Task<HttpResponseMessage> GetFromAsync(string origin) =>
        _api.SendAsync(HttpMethod.Get, "/media/videos/a/playlist.m3u8", null, ("Origin", origin));

    // Sends the path unchanged. A .NET client would normalize it.
    private async Task<string> GetRawAsync(string path)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_api.Address.Host, _api.Address.Port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {_api.Address.Authority}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(tcp.GetStream(), Encoding.ASCII);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
