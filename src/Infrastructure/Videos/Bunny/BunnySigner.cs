using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Videos.Bunny;

/// <summary>
/// Signs playback URLs (https://docs.bunny.net/cdn/security/token-authentication/advanced) and uploads
/// (https://docs.bunny.net/stream/tus-resumable-uploads).
/// </summary>
internal sealed class BunnySigner(IOptions<BunnyOptions> options, TimeProvider clock)
{
    public static readonly TimeSpan PlaybackLifetime = TimeSpan.FromHours(24);

    // A live URL is returned only once, possibly days before the stream, so it is valid for longer.
    public static readonly TimeSpan LiveLifetime = TimeSpan.FromDays(7);

    // The lifetime of an upload's signature. The lifetime equals that of the session, because the provider deletes an upload whose
    // signature has expired.
    public static readonly TimeSpan UploadLifetime = Video.SessionLifetime;

    // Returns a signed URL. The signature covers the whole directory, because a player also requests the segments next to the playlist.
    public string GetUrl(string directory, string file, TimeSpan lifetime)
    {
        var origin = options.Value.PlaybackOrigin;
        if (string.IsNullOrEmpty(options.Value.TokenKey))
            return $"{origin}{directory}{file}";

        var expires = (clock.GetUtcNow() + lifetime).ToUnixTimeSeconds();
        var token = SignPath(options.Value.TokenKey, directory, expires, "token_path=" + directory);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{origin}/bcdn_token={token}&token_path={Uri.EscapeDataString(directory)}&expires={expires}{directory}{file}");
    }

    public TusUpload GetTusUpload(Guid videoId)
    {
        var (libraryId, expires) = (options.Value.LibraryId!, (clock.GetUtcNow() + UploadLifetime).ToUnixTimeSeconds());
        return new TusUpload(
            options.Value.BaseUrl.TrimEnd('/') + "/tusupload",
            new Dictionary<string, string>
            {
                ["AuthorizationSignature"] = SignUpload(libraryId, options.Value.ApiKey!, expires, videoId),
                ["AuthorizationExpire"] = expires.ToString(CultureInfo.InvariantCulture),
                ["LibraryId"] = libraryId,
                ["VideoId"] = videoId.ToString(),
            });
    }

    /// <param name="path">The signed path, or the directory in <c>token_path</c>.</param>
    /// <param name="parameters">The other parameters of the URL, sorted and not encoded.</param>
    internal static string SignPath(string key, string path, long expires, string parameters = "")
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"{path}{expires}{parameters}");
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(message));
        return "HS256-" + Base64Url.EncodeToString(hash);
    }

    internal static string SignUpload(string libraryId, string apiKey, long expires, Guid videoId)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"{libraryId}{apiKey}{expires}{videoId}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message)));
    }
}
