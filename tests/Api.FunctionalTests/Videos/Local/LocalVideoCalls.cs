using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Videos.Local;

internal static class LocalVideoCalls
{
    /// <summary>Opens an upload session and returns its id.</summary>
    public static async Task<Guid> OpenSessionAsync(this ApiServer api, Guid roomId, string title = "clip")
    {
        var session = await api.PostJsonAsync($"/rooms/{roomId}/video-upload", new { title });
        return session.GetProperty("id").GetGuid();
    }

    public static async Task<HttpResponseMessage> PutFileAsync(
        this ApiServer api, object uploadId, HttpContent content, string contentType = "video/mp4", bool hasLength = true)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/upload-proxy/{uploadId}") { Content = content };
        request.Headers.TransferEncodingChunked = !hasLength;
        return await api.Http.SendAsync(request);
    }

    /// <summary>Uploads a file and asserts that it is accepted.</summary>
    public static async Task UploadAsync(this ApiServer api, Guid uploadId, byte[] file)
    {
        using var response = await api.PutFileAsync(uploadId, new ByteArrayContent(file));
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }

    /// <summary>
    /// Sends the headers of an upload and a part of the file. Waits until the server writes this part. The rest may follow on the
    /// stream.
    /// </summary>
    public static async Task<TcpClient> BeginUploadAsync(this ApiServer api, Guid uploadId, ReadOnlyMemory<byte> part, long length)
    {
        var tcp = await api.SendHeadAsync(uploadId, part, length);
        // The file has content only after the server has started to write it.
        await Eventually.BeTrueAsync(
            () => Parts(api).Any(path => path.Contains(uploadId.ToString(), StringComparison.Ordinal) && new FileInfo(path).Length > 0),
            "the upload has begun");
        return tcp;
    }

    /// <summary>Sends the headers of an upload and a part of the file without waiting.</summary>
    public static async Task<TcpClient> SendHeadAsync(this ApiServer api, Guid uploadId, ReadOnlyMemory<byte> part, long length)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(api.Address.Host, api.Address.Port);
        var head = $"PUT /upload-proxy/{uploadId} HTTP/1.1\r\nHost: {api.Address.Authority}\r\nContent-Type: video/mp4\r\n"
            + $"Content-Length: {length}\r\nConnection: close\r\n\r\n";
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await tcp.GetStream().WriteAsync(part);
        return tcp;
    }

    /// <summary>Returns the types of a room's video events.</summary>
    public static async Task<List<string?>> ReadMilestonesAsync(this ApiServer api, Guid roomId) =>
        [.. (await api.ReadEventsAsync(roomId)).Select(e => e.GetProperty("type").GetString())];

    public static async Task<JsonElement> GetVideoAsync(this ApiServer api, Guid roomId, Guid videoId) =>
        (await api.GetJsonAsync($"/rooms/{roomId}/videos")).EnumerateArray()
            .Single(video => video.GetProperty("id").GetGuid() == videoId);

    public static async Task<JsonElement> WaitForVideoAsync(
        this ApiServer api, Guid roomId, Guid videoId, Func<JsonElement, bool> condition, string what)
    {
        var video = default(JsonElement);
        await Eventually.BeTrueAsync(
            async () => condition(video = await api.GetVideoAsync(roomId, videoId)), what, TimeSpan.FromMinutes(4));
        return video;
    }

    public static async Task<JsonElement> WaitForStatusAsync(this ApiServer api, Guid roomId, Guid videoId, string status) =>
        await api.WaitForVideoAsync(
            roomId, videoId, video => video.GetProperty("status").GetString() == status, $"the video is {status}");

    /// <summary>Returns the files in the folders for unfinished work.</summary>
    public static IEnumerable<string> Leftovers(this ApiServer api) =>
        Parts(api).Concat(Directory.EnumerateFileSystemEntries(Path.Combine(api.Storage, "transcodes")));

    public static IEnumerable<string> Parts(this ApiServer api) =>
        Directory.EnumerateFiles(Path.Combine(api.Storage, "uploads"));

    /// <summary>Returns the processes with the server's storage in their arguments: running ffmpegs and ffprobes.</summary>
    public static IEnumerable<int> Workers(this ApiServer api)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && ArgumentsOf(folder).Contains(api.Storage, StringComparison.Ordinal))
                yield return id;
        }
    }

    private static string ArgumentsOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
