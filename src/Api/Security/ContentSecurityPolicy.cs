using Microsoft.Extensions.Options;
using VideoChat.Api.Addresses;
using VideoChat.Api.Http;
using VideoChat.Infrastructure.Videos.Bunny;

namespace VideoChat.Api.Security;

/// <summary>
/// Selects the Content-Security-Policy of a path. Most responses are not pages and may load nothing. The web client may load its
/// own files and media from the configured origins. Inline scripts are blocked, so text that is inserted as HTML by mistake
/// cannot run.
/// </summary>
internal sealed class ContentSecurityPolicy(IOptions<ServerOptions> server, IOptions<BunnyOptions> bunny)
{
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>
    /// The policy of media files. A browser that opens a file directly shows it in a generated page with inline styles.
    /// </summary>
    private const string Media =
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

    /// <summary>The policy of Swagger UI, whose styles contain images as data URLs.</summary>
    private const string Docs =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly string _webClient = BuildWebClient(server.Value.PublicBaseUrl, bunny.Value);

    public string Of(PathString path) =>
        path.IsUnder(Paths.WebClient) ? _webClient
        : path.IsUnder(Paths.Docs) ? Docs
        : path.IsUnder(Paths.Media) ? Media
        : Nothing;

    private static string BuildWebClient(string? publicBaseUrl, BunnyOptions bunny)
    {
        // The origin of PublicBaseUrl is allowed too, because upload and playback URLs start with PublicBaseUrl. That origin can
        // differ from the page's.
        var ours = string.IsNullOrEmpty(publicBaseUrl) ? "'self'" : "'self' " + OriginOf(publicBaseUrl);
        var media = bunny.IsConfigured ? $"{ours} {bunny.PlaybackOrigin}" : ours;
        var connect = bunny.IsConfigured ? $"{media} {OriginOf(bunny.BaseUrl)}" : media;
        return string.Join("; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            $"img-src {media}",
            $"connect-src {connect}",
            // blob: is allowed, because hls.js plays media and starts its worker from blob URLs.
            $"media-src {media} blob:",
            "worker-src 'self' blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");
    }

    private static string OriginOf(string url) => new Uri(url).GetLeftPart(UriPartial.Authority);
}
