using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace VideoChat.BunnyEmulator;

/// <summary>Resumable uploads (tus 1.0.0): create, query the offset, append.</summary>
internal static class TusEndpoints
{
    private const string Expired = "Invalid expiry time, cannot be in the past.";

    public static void Map(WebApplication app, EmulatedBunny emulator)
    {
        var uploads = new ConcurrentDictionary<string, TusFile>();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/tusupload"), tus => tus.Use(AllowPages));
        app.MapPost("/tusupload", context => CreateAsync(context, emulator, uploads));
        app.MapMethods("/tusupload/{id}", ["HEAD", "PATCH"], (HttpContext context, string id) => ContinueAsync(context, id, uploads));
    }

    /// <summary>Allows pages of any origin.</summary>
    private static Task AllowPages(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = headers.AccessControlAllowHeaders = headers.AccessControlExposeHeaders = "*";
        headers.AccessControlAllowMethods = "GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD";
        return HttpMethods.IsOptions(context.Request.Method) ? Task.CompletedTask : next(context);
    }

    private static Task CreateAsync(HttpContext context, EmulatedBunny emulator, ConcurrentDictionary<string, TusFile> uploads)
    {
        var (headers, answer) = (context.Request.Headers, context.Response);
        if (!IsSigned(context.Request) || !emulator.Videos.TryGetValue(Guid.Parse(headers["VideoId"]!), out var video))
        {
            answer.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
        if (IsExpired(headers["AuthorizationExpire"]!))
        {
            answer.StatusCode = StatusCodes.Status400BadRequest;
            return answer.WriteAsync(Expired);
        }
        var id = Guid.NewGuid().ToString("N");
        uploads[id] = new TusFile(video, long.Parse(headers["Upload-Length"]!, CultureInfo.InvariantCulture), headers["AuthorizationExpire"]!);
        answer.StatusCode = StatusCodes.Status201Created;
        answer.Headers.Location = "/tusupload/" + id;
        answer.Headers["Upload-Expires"] = uploads[id].Expires;
        return Task.CompletedTask;
    }

    private static async Task ContinueAsync(
        HttpContext context, string id, ConcurrentDictionary<string, TusFile> uploads)
    {
        var answer = context.Response;
        if (!uploads.TryGetValue(id, out var file))
        {
            answer.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (!IsSigned(context.Request))
        {
            answer.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        if (IsExpired(context.Request.Headers["AuthorizationExpire"]!))
        {
            uploads.TryRemove(id, out _);
            answer.StatusCode = StatusCodes.Status400BadRequest;
            await answer.WriteAsync(Expired);
            return;
        }
        if (HttpMethods.IsPatch(context.Request.Method))
        {
            await file.AppendAsync(context.Request.Body);
            answer.StatusCode = StatusCodes.Status204NoContent;
        }
        answer.Headers["Upload-Offset"] = file.Offset.ToString(CultureInfo.InvariantCulture);
        answer.Headers["Upload-Expires"] = file.Expires;
        if (file.IsWhole && file.Video.Status == 0)
            file.Land();
    }

    private static bool IsExpired(string expires) =>
        long.Parse(expires, CultureInfo.InvariantCulture) < DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private static bool IsSigned(HttpRequest request)
    {
        var headers = request.Headers;
        var message = headers["LibraryId"] + EmulatedBunny.ApiKey + headers["AuthorizationExpire"] + headers["VideoId"];
        var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message)));
        return headers["LibraryId"] == EmulatedBunny.LibraryId && headers["AuthorizationSignature"] == expected;
    }

    private sealed class TusFile(EmulatedVideo video, long length, string expires)
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public EmulatedVideo Video => video;
        public long Offset { get; private set; }
        public bool IsWhole => Offset == length;
        public string Expires { get; } =
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(expires, CultureInfo.InvariantCulture)).ToString("R", CultureInfo.InvariantCulture);

        public async Task AppendAsync(Stream body)
        {
            var buffer = new byte[64 * 1_024];
            int count;
            while ((count = await body.ReadAsync(buffer)) > 0)
            {
                _hash.AppendData(buffer, 0, count);
                Offset += count;
            }
        }

        public void Land()
        {
            video.FileBytes = length;
            video.FileHash = Convert.ToHexString(_hash.GetHashAndReset());
            video.Status = 2;
        }
    }
}
