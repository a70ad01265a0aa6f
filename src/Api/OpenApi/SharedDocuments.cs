using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using VideoChat.Api.Http;

namespace VideoChat.Api.OpenApi;

/// <summary>
/// Caches the generated documents. They do not change while the process runs. All responses share the same bytes, so a slow reader
/// holds almost no memory.
/// </summary>
internal sealed class SharedDocuments(RequestDelegate next) : IDisposable
{
    /// <summary>The maximum number of cached paths. A client can vary the path, so a bound is necessary.</summary>
    private const int MaxDocuments = 64;

    private readonly ConcurrentDictionary<(string Path, bool IsCompressed), Document> _documents = new();
    private readonly SemaphoreSlim _lock = new(1);

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.IsUnder(Paths.Docs, Paths.OpenApi, Paths.OpenApi30) ? ServeAsync(context) : next(context);

    public void Dispose() => _lock.Dispose();

    private async Task ServeAsync(HttpContext context)
    {
        var accepts = context.Request.Headers.GetCommaSeparatedValues(HeaderNames.AcceptEncoding);
        var name = (context.Request.Path.Value!.ToUpperInvariant(), accepts.Contains("gzip", StringComparer.OrdinalIgnoreCase));
        if ((_documents.GetValueOrDefault(name) ?? await MakeAsync(context, name)) is { } document)
            await document.WriteAsync(context);
    }

    /// <summary>Generates a document; returns null if none exists, after writing the error response.</summary>
    private async Task<Document?> MakeAsync(HttpContext context, (string Path, bool IsCompressed) name)
    {
        await _lock.WaitAsync(context.RequestAborted);
        try
        {
            if (_documents.TryGetValue(name, out var known))
                return known;
            var document = await Document.CaptureAsync(context, next, name.IsCompressed);
            if (document is not null && _documents.Count < MaxDocuments)
                _documents[name] = document;
            return document;
        }
        finally
        {
            _lock.Release();
        }
    }

    private sealed record Document(byte[] Bytes, EntityTagHeaderValue Tag, string? Type, string? Encoding)
    {
        public static async Task<Document?> CaptureAsync(HttpContext context, RequestDelegate make, bool isCompressed)
        {
            var (request, response) = (context.Request, context.Response);
            var (method, body, conditions) = (request.Method, response.Body, request.Headers.IfNoneMatch);
            using var bytes = new MemoryStream();
            request.Method = HttpMethods.Get;
            request.Headers.IfNoneMatch = default;
            request.Headers.AcceptEncoding = isCompressed ? "gzip" : default;
            response.Body = bytes;
            try
            {
                await make(context);
            }
            finally
            {
                response.Body = body;
                request.Method = method;
                request.Headers.IfNoneMatch = conditions;
            }
            if (response.StatusCode != StatusCodes.Status200OK)
                return null;

            var content = bytes.ToArray();
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"");
            return new Document(content, tag, response.ContentType, response.Headers.ContentEncoding);
        }

        public async Task WriteAsync(HttpContext context)
        {
            var headers = context.Response.Headers;
            headers.ContentLength = null;
            headers.ETag = default;
            headers.CacheControl = "no-cache";
            headers.Vary = HeaderNames.AcceptEncoding;
            headers.ContentEncoding = Encoding;
            await TypedResults.Stream(new MemoryStream(Bytes, writable: false), Type, entityTag: Tag).ExecuteAsync(context);
        }
    }
}
