using Microsoft.Extensions.Options;
using VideoChat.Api.Hosting;
using VideoChat.Infrastructure.Videos.Bunny;

namespace VideoChat.Api.Security;

/// <summary>
/// What the web client may load: its own files, and media from where the configuration says that media is. Nothing inline,
/// so that text which gets into the page as HTML by a mistake does not run.
/// </summary>
internal sealed class ContentSecurityPolicy(IOptions<ServerOptions> server, IOptions<BunnyOptions> bunny)
{
    public string Value { get; } = Build(server.Value.PublicBaseUrl, bunny.Value);

    private static string Build(string? publicBaseUrl, BunnyOptions bunny)
    {
        // Upload and playback URLs are made from PublicBaseUrl, whatever address the page was opened under.
        var ours = string.IsNullOrEmpty(publicBaseUrl) ? "'self'" : "'self' " + OriginOf(publicBaseUrl);
        var media = bunny.IsConfigured ? $"{ours} {bunny.PlaybackOrigin}" : ours;
        var connect = bunny.IsConfigured ? $"{media} {OriginOf(bunny.BaseUrl)}" : media;
        return string.Join("; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            $"img-src {media}",
            $"connect-src {connect}",
            // hls.js feeds the player through a blob, and works in a worker that it makes of one.
            $"media-src {media} blob:",
            "worker-src 'self' blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");
    }

    private static string OriginOf(string url) => new Uri(url).GetLeftPart(UriPartial.Authority);
}
