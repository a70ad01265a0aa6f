using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Infrastructure.Videos.Bunny;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Bunny;

public sealed class BunnySignerTests
{
    private static readonly Guid VideoId = new("657bb740-a71b-4529-a012-528021c31a92");

    [TestCase("SecurityKey", "/300kb.jpg", 1598024587, "", "HS256-o10JRWlsAItyAsdKS6jJKjabHN4FrFsplDHPV1idcX4")]
    [TestCase("SecurityKey", "/abc", 1598024587, "token_path=/abc", "HS256-uVZvT3SbEoVKYJyDJgbcsDmSFf73cv-uNUVaJiKWpbQ")]
    public void SignPath_WithTheProvidersVectors_GivesTheirTokens(
        string key, string path, long expires, string parameters, string token)
    {
        Assert.That(BunnySigner.SignPath(key, path, expires, parameters), Is.EqualTo(token));
    }

    [Test]
    public void GetUrl_WithATokenKey_SignsTheDirectory()
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds(1893456000);
        var signer = CreateSigner("test-cdn-key", expires - BunnySigner.PlaybackLifetime);

        var url = signer.GetUrl($"/{VideoId}/", "playlist.m3u8", BunnySigner.PlaybackLifetime);

        Assert.That(url, Is.EqualTo(
            "https://vz-test.b-cdn.net/bcdn_token=HS256-t62DXXOfZrd7nu45Pzb__bCRsXz0mkP8cUD1nxeBTPE"
            + $"&token_path=%2F{VideoId}%2F&expires=1893456000/{VideoId}/playlist.m3u8"));
    }

    [TestCase("vz-test", "https://vz-test.b-cdn.net/a/b.m3u8")]
    [TestCase("cdn.example.com", "https://cdn.example.com/a/b.m3u8")]
    public void GetUrl_WithoutATokenKey_IsPlain(string pullZone, string expected)
    {
        var signer = CreateSigner(tokenKey: null, DateTimeOffset.UnixEpoch, pullZone);

        Assert.That(signer.GetUrl("/a/", "b.m3u8", BunnySigner.PlaybackLifetime), Is.EqualTo(expected));
    }

    [Test]
    public void GetTusUpload_SignsWithTheApiKeyForADay()
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds(1893456000);
        var signer = CreateSigner(tokenKey: null, expires - BunnySigner.UploadLifetime);

        var tus = signer.GetTusUpload(VideoId);

        Assert.Multiple(() =>
        {
            Assert.That(tus.Endpoint, Is.EqualTo("https://video.bunnycdn.com/tusupload"));
            Assert.That(tus.Headers, Is.EquivalentTo(new Dictionary<string, string>
            {
                ["AuthorizationSignature"] = "0cc4cc57e9698279760a4af5f87018029e2630512e7edc32885db114fbc0669f",
                ["AuthorizationExpire"] = "1893456000",
                ["LibraryId"] = "133",
                ["VideoId"] = VideoId.ToString(),
            }));
        });
    }

    private static BunnySigner CreateSigner(string? tokenKey, DateTimeOffset now, string pullZone = "vz-test") => new(
        Options.Create(new BunnyOptions { ApiKey = "test-api-key", LibraryId = "133", PullZone = pullZone, TokenKey = tokenKey }),
        new FakeTimeProvider(now));
}
