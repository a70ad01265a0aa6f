using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>Short forms of the HTTP requests of clients.</summary>
internal static class ApiCalls
{
    public static async Task<JsonElement> GetJsonAsync(this ApiServer api, string path)
    {
        using var response = await api.Http.GetAsync(new Uri(path, UriKind.Relative));
        return await response.ReadJsonAsync();
    }

    /// <summary>Posts an object as JSON, or a string unchanged.</summary>
    public static Task<HttpResponseMessage> PostAsync(
        this ApiServer api, string path, object? body, params (string Name, string Value)[] headers) =>
        api.SendAsync(HttpMethod.Post, path, body, headers);

    public static async Task<HttpResponseMessage> SendAsync(
        this ApiServer api, HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await api.Http.SendAsync(request);
    }

    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage response) =>
        JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());

    public static async Task<JsonElement> PostJsonAsync(
        this ApiServer api, string path, object body, params (string Name, string Value)[] headers)
    {
        using var response = await api.PostAsync(path, body, headers);
        response.EnsureSuccessStatusCode();
        return await response.ReadJsonAsync();
    }

    public static async Task<TestUser> CreateUserAsync(this ApiServer api, string username = "ada")
    {
        var user = await api.PostJsonAsync("/users", new { username });
        return new TestUser(user.GetProperty("id").GetGuid(), username);
    }

    public static async Task<Guid> CreateRoomAsync(this ApiServer api, string name = "general")
    {
        var room = await api.PostJsonAsync("/rooms", new { name });
        return room.GetProperty("id").GetGuid();
    }

    public static Task<JsonElement> PostMessageAsync(
        this ApiServer api, Guid roomId, TestUser user, string content, string? clientId = null) =>
        api.PostJsonAsync($"/rooms/{roomId}/messages", new { user_id = user.Id, content, client_id = clientId });

    /// <summary>Reads the whole log of a room, page by page.</summary>
    public static async Task<List<JsonElement>> ReadEventsAsync(this ApiServer api, Guid roomId)
    {
        var events = new List<JsonElement>();
        while (true)
        {
            var after = events.Count == 0 ? 0 : events[^1].GetProperty("seq").GetInt64();
            var page = await api.GetJsonAsync($"/rooms/{roomId}/events?after={after}&limit=1000");
            if (page.GetArrayLength() == 0)
                return events;
            events.AddRange(page.EnumerateArray());
        }
    }
}

internal sealed record TestUser(Guid Id, string Username);
