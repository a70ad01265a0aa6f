using Microsoft.AspNetCore.WebUtilities;

namespace VideoChat.Api.Http;

/// <summary>Links to the neighbouring pages (RFC 8288), relative, so that they hold behind any proxy.</summary>
internal static class LinkHeader
{
    /// <summary>Adds a link to this same resource with another query; none where the value is null.</summary>
    public static void AddLink(this HttpResponse response, string relation, string parameter, string? value, int limit)
    {
        if (value is null)
            return;
        var path = response.HttpContext.Request.PathBase + response.HttpContext.Request.Path;
        var url = QueryHelpers.AddQueryString(path, new Dictionary<string, string?> { ["limit"] = $"{limit}", [parameter] = value });
        response.Headers.Append("Link", $"<{url}>; rel=\"{relation}\"");
    }
}
