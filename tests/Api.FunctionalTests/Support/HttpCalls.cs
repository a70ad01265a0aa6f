using System.Text.Json;
using System.Text.RegularExpressions;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>Reads headers and follows pages.</summary>
internal static partial class HttpCalls
{
    public static Task<HttpResponseMessage> GetAsync(
        this ApiServer api, string path, params (string Name, string Value)[] headers) =>
        api.SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Returns the only value of a header of the response or its content, or null if it is missing.</summary>
    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? values.Single()
            : null;

    /// <summary>Returns the target of the <c>Link</c> with a relation, or null if it is missing.</summary>
    public static string? Link(this HttpResponseMessage response, string relation) =>
        response.Headers.TryGetValues("Link", out var links)
            ? links
                .SelectMany(link => LinkValue().Matches(link))
                .SingleOrDefault(match => match.Groups["relation"].Value == relation)?.Groups["url"].Value
            : null;

    /// <summary>Reads all pages from a path on by following the links of a relation.</summary>
    public static async Task<List<List<JsonElement>>> FollowAsync(this ApiServer api, string path, string relation)
    {
        var pages = new List<List<JsonElement>>();
        for (var next = path; next is not null;)
        {
            using var response = await api.GetAsync(next);
            response.EnsureSuccessStatusCode();
            pages.Add([.. (await response.ReadJsonAsync()).EnumerateArray()]);
            next = response.Link(relation);
        }
        return pages;
    }

    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;

    public static IEnumerable<string> Ids(this IEnumerable<JsonElement> elements) =>
        elements.Select(element => element.Text("id"));

    [GeneratedRegex("<(?<url>[^>]*)>; rel=\"(?<relation>[a-z]+)\"")]
    private static partial Regex LinkValue();
}
