using System.Text.Json;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>Short forms to read frames.</summary>
internal static class Frames
{
    public static string Type(this JsonElement frame) => frame.GetProperty("type").GetString()!;

    public static long Seq(this JsonElement frame) => frame.GetProperty("seq").GetInt64();

    public static string Content(this JsonElement frame) => frame.GetProperty("content").GetString()!;

    public static string Code(this JsonElement frame) => frame.GetProperty("code").GetString()!;

    public static IEnumerable<string> Members(this JsonElement frame) => frame.EnumerateObject().Select(member => member.Name);

    public static IEnumerable<JsonElement> OfType(this IEnumerable<JsonElement> frames, string type) =>
        frames.Where(frame => frame.Type() == type);

    public static async Task<(Guid Room, TestUser Ada, TestUser Bob)> CreateRoomForTwoAsync(this ApiServer api) =>
        (await api.CreateRoomAsync(), await api.CreateUserAsync("ada"), await api.CreateUserAsync("bob"));

    /// <summary>Waits until the room has this number of present users; returns the response of the presence endpoint.</summary>
    public static async Task<JsonElement> WaitForPresenceAsync(this ApiServer api, Guid roomId, int count)
    {
        JsonElement presence = default;
        await Eventually.BeTrueAsync(
            async () =>
            {
                presence = await api.GetJsonAsync($"/rooms/{roomId}/presence");
                return presence.GetProperty("count").GetInt32() == count;
            },
            $"{count} users are present");
        return presence;
    }

    /// <summary>Waits until the server has this number of sockets in all rooms.</summary>
    public static Task WaitForConnectionsAsync(this ApiServer api, int count) => Eventually.BeTrueAsync(
        async () => (await api.GetJsonAsync("/health")).GetProperty("stats").GetProperty("connections").GetInt32() == count,
        $"{count} sockets are left");
}
