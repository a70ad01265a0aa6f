using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>Short forms of the requests for videos and live streams.</summary>
internal static class VideoCalls
{
    public static Task<JsonElement> CreateUploadAsync(this ApiServer api, Guid roomId, string title = "A film") =>
        api.PostJsonAsync($"/rooms/{roomId}/video-upload", new { title });

    public static Guid IdOf(this JsonElement element) => element.GetProperty("id").GetGuid();

    public static Task<HttpResponseMessage> PutFileAsync(this ApiServer api, Guid uploadId, byte[] file, string type = "video/mp4")
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return api.SendAsync(HttpMethod.Put, $"/upload-proxy/{uploadId}", content);
    }

    public static async Task<HttpStatusCode> PutFileForStatusAsync(this ApiServer api, Guid uploadId, byte[] file)
    {
        using var response = await api.PutFileAsync(uploadId, file);
        return response.StatusCode;
    }

    public static async Task<JsonElement> GetVideoAsync(this ApiServer api, Guid roomId, Guid videoId) =>
        (await api.GetJsonAsync($"/rooms/{roomId}/videos")).EnumerateArray().Single(video => video.IdOf() == videoId);

    /// <summary>Reads the types of the room's events, in order.</summary>
    public static async Task<List<string>> ReadEventTypesAsync(this ApiServer api, Guid roomId) =>
        [.. (await api.ReadEventsAsync(roomId)).Select(e => e.Text("type")!)];

    public static async Task<(HttpStatusCode Status, JsonElement Body)> PostForStatusAsync(this ApiServer api, string path, object? body)
    {
        using var response = await api.PostAsync(path, body);
        return (response.StatusCode, await response.ReadJsonAsync());
    }
}
