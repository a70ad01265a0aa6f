using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VideoChat.Api.ErrorHandling;

namespace VideoChat.Api.Partners;

/// <summary>
/// Requires one of the configured API keys. The response is 401 without a valid key, and 403 if no key is configured. Keys are
/// compared in constant time, so the duration reveals nothing about a key.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PartnerKeyAttribute : Attribute, IAsyncResourceFilter
{
    public const string NoKeyConfigured =
        "Webhook management is disabled because no API key is configured (Partners:ApiKeys). Existing webhooks are still delivered.";

    public const string KeyRequired = "A valid API key is required. Send it as `Authorization: Bearer <key>`.";

    private const string Scheme = "Bearer ";

    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var hashes = http.RequestServices.GetRequiredService<IOptions<PartnersOptions>>().Value.Hashes;
        var isKnown = IsKnown(KeyOf(http.Request), hashes);
        if (hashes.Count == 0)
            return Problem.WriteAsync(http, StatusCodes.Status403Forbidden, NoKeyConfigured);
        if (isKnown)
            return next();

        http.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"partners\"";
        return Problem.WriteAsync(http, StatusCodes.Status401Unauthorized, KeyRequired);
    }

    private static string KeyOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : "";

    private static bool IsKnown(string key, IReadOnlyList<byte[]> hashes)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var isKnown = false;
        foreach (var known in hashes)
            isKnown |= CryptographicOperations.FixedTimeEquals(hash, known);
        return isKnown & key.Length > 0;
    }
}
