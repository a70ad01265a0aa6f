using Microsoft.AspNetCore.WebUtilities;

namespace VideoChat.Api.Http;

/// <summary>Links to adjacent pages (RFC 8288). The links are relative, so they remain valid behind a reverse proxy.</summary>
internal static class LinkHeader
{
    /// <summary>
    /// Adds a link to the same resource with another page key and the same <paramref name="filter"/>; does nothing if the key is
    /// null.
    /// </summary>
    public static void AddLink(this HttpResponse response, string relation, string parameter, string? value, int limit,
        params (string Name, string? Value)[] filter)
    {
        if (value is null)
            return;
        var path = response.HttpContext.Request.PathBase + response.HttpContext.Request.Path;
        var query = filter.Append(("limit", $"{limit}")).Append((parameter, value)).Where(pair => pair.Item2 is not null);
        var url = QueryHelpers.AddQueryString(path, query.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));
        response.Headers.Append("Link", $"<{url}>; rel=\"{relation}\"");
    }
}
