using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VideoChat.Api.ErrorHandling;

namespace VideoChat.Api.Partners;

/// <summary>
/// Lets in who has one of the configured keys: 401 without one, 403 where none is configured. What the key is and how many
/// there are makes no difference to how long it takes.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PartnerKeyAttribute : Attribute, IAsyncResourceFilter
{
    public const string SwitchedOff = "Webhooks are switched off on this server: Partners:ApiKeys names no key.";
    public const string KeyNeeded = "A valid API key is needed: Authorization: Bearer KEY.";

    private const string Scheme = "Bearer ";

    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var hashes = http.RequestServices.GetRequiredService<IOptions<PartnersOptions>>().Value.Hashes;
        var isKnown = IsKnown(KeyOf(http.Request), hashes);
        if (hashes.Count == 0)
            return Problem.WriteAsync(http, StatusCodes.Status403Forbidden, SwitchedOff);
        if (isKnown)
            return next();

        http.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"partners\"";
        return Problem.WriteAsync(http, StatusCodes.Status401Unauthorized, KeyNeeded);
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
