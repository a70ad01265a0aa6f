using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.LiveStreams.Local;

internal static class LiveCalls
{
    public static Task<JsonElement> CreateLiveStreamAsync(this ApiServer api, Guid room, string title = "Friday") =>
        api.PostJsonAsync($"/rooms/{room}/live-stream", new { title });

    public static Task<JsonElement> StopLiveStreamAsync(this ApiServer api, Guid room, JsonElement stream) =>
        api.PostJsonAsync($"/rooms/{room}/live-streams/{stream.Text("id")}/stop", new { });

    public static async Task WaitForStatusAsync(this ApiServer api, Guid room, JsonElement stream, string status) =>
        await Eventually.BeTrueAsync(
            async () => (await api.GetJsonAsync($"/rooms/{room}/live-streams")).EnumerateArray()
                .Single(s => s.Text("id") == stream.Text("id")).Text("status") == status,
            $"the stream is {status}");

    public static async Task<List<string>> EventTypesAsync(this ApiServer api, Guid room) =>
        [.. (await api.ReadEventsAsync(room)).Select(e => e.Text("type"))];

    /// <summary>Returns only the types of live stream events. A recording becomes a video at an unpredictable time.</summary>
    public static async Task<List<string>> LiveEventTypesAsync(this ApiServer api, Guid room) =>
        [.. (await api.EventTypesAsync(room)).Where(type => type.StartsWith("live_stream_", StringComparison.Ordinal))];

    /// <summary>Returns the number of segments that the playlist has had so far, or 0 if there is no playlist.</summary>
    public static async Task<int> CountSegmentsAsync(this ApiServer api, JsonElement stream)
    {
        var playlist = await api.ReadPlaylistAsync(stream);
        var first = playlist.Split('\n').FirstOrDefault(line => line.StartsWith("#EXT-X-MEDIA-SEQUENCE:", StringComparison.Ordinal));
        return first is null ? 0 : int.Parse(first.Split(':')[1]) + playlist.Split("#EXTINF").Length - 1;
    }

    public static async Task WaitForSegmentsAsync(this ApiServer api, JsonElement stream, int count) =>
        await Eventually.BeTrueAsync(
            async () => await api.CountSegmentsAsync(stream) >= count, $"the playlist has {count} segments");

    public static async Task<string> ReadPlaylistAsync(this ApiServer api, JsonElement stream)
    {
        using var response = await api.Http.GetAsync(new Uri(stream.Text("pull_url")));
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : "";
    }

    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;

    public static int PortOf(this JsonElement stream) => new Uri(stream.Text("ingest_url")).Port;

    public static Task<ApiServer> StartServerAsync(params (string Key, string Value)[] settings)
    {
        var port = FreePort.Find();
        return ApiServer.StartAsync([("Live__IngestPorts", $"{port}-{port}"), ("Live__BreakSeconds", "3"), .. settings]);
    }
}
