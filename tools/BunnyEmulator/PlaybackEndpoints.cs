using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace VideoChat.BunnyEmulator;

/// <summary>The pull zone with token authentication: a URL that is not signed for its directory is 403.</summary>
internal static partial class PlaybackEndpoints
{
    public static Task ServeAsync(HttpContext context, EmulatedBunny emulator)
    {
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        if (SignedPath().Match(target) is not { Success: true } match || !IsSigned(match))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }
        if (!emulator.Videos.TryGetValue(Guid.Parse(match.Groups["guid"].Value), out var video) || video.Status < 3)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        context.Response.Headers.CacheControl = "max-age=30";
        return context.Response.WriteAsync("#EXTM3U\n" + video.AvailableResolutions);
    }

    private static bool IsSigned(Match match)
    {
        var (directory, expires) = (Uri.UnescapeDataString(match.Groups["path"].Value), match.Groups["expires"].Value);
        var message = $"{directory}{expires}token_path={directory}";
        var expected = "HS256-" + Base64Url.EncodeToString(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(EmulatedBunny.TokenKey), Encoding.UTF8.GetBytes(message)));
        return match.Groups["token"].Value == expected
            && directory == $"/{match.Groups["guid"].Value}/"
            && long.Parse(expires, CultureInfo.InvariantCulture) > DateTimeOffset.UtcNow.ToUnixTimeSeconds();
    }

    [GeneratedRegex("^/bcdn_token=(?<token>[^&]+)&token_path=(?<path>[^&]+)&expires=(?<expires>[0-9]+)/(?<guid>[0-9a-f-]{36})/[a-z0-9.]+$")]
    private static partial Regex SignedPath();
}
