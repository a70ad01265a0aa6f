using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;
using VideoChat.Api.Http;

namespace VideoChat.Api.Media;

/// <summary>Serves the files of local videos and live streams under <c>/media</c>.</summary>
internal static class MediaSetup
{
    /// <summary>The cache header of all files except live playlists. The other files never change.</summary>
    private const string Immutable = "public, max-age=31536000, immutable";

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [MediaFiles.Playlist] = "application/vnd.apple.mpegurl",
        [".ts"] = "video/mp2t",
        [".m4s"] = "video/iso.segment",
        [".mp4"] = "video/mp4",
        [".mov"] = "video/quicktime",
        [".webm"] = "video/webm",
        [".mkv"] = "video/x-matroska",
        [".ogv"] = "video/ogg",
        [".avi"] = "video/x-msvideo",
        [".flv"] = "video/x-flv",
        [".bin"] = "application/octet-stream",
        [".jpg"] = "image/jpeg",
    };

    public static IServiceCollection AddMedia(this IServiceCollection services) => services.AddSingleton<MediaFiles>();

    public static void UseMedia(this WebApplication app) => app.Map(Paths.Media, media =>
    {
        media.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = app.Services.GetRequiredService<MediaFiles>(),
            ContentTypeProvider = new FileExtensionContentTypeProvider(ContentTypes),
            OnPrepareResponse = Prepare,
        });
        media.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    });

    private static void Prepare(StaticFileResponseContext file)
    {
        if (file.Context.Response.StatusCode >= StatusCodes.Status400BadRequest)
            return;
        var headers = file.Context.Response.Headers;
        if (!MediaFiles.IsLivePlaylist(file.Context.Request.Path))
        {
            headers.CacheControl = Immutable;
            return;
        }
        headers.CacheControl = "no-cache";
        // Last-Modified has a resolution of one second, and a playlist can change twice within a second. ASP.NET Core derives the
        // ETag from Last-Modified, so both headers are removed.
        headers.Remove(HeaderNames.ETag);
        headers.Remove(HeaderNames.LastModified);
    }
}
