using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Videos.Local;

/// <summary>What a client does with videos.</summary>
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

    /// <summary>Puts a file that is expected to be taken.</summary>
    public static async Task UploadAsync(this ApiServer api, Guid uploadId, byte[] file)
    {
        using var response = await api.PutFileAsync(uploadId, new ByteArrayContent(file));
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends the head of an upload and as much of the file as is given; the rest may follow on the stream.</summary>
    public static async Task<TcpClient> BeginUploadAsync(this ApiServer api, Guid uploadId, ReadOnlyMemory<byte> part, long length)
    {
        var tcp = await api.SendHeadAsync(uploadId, part, length);
        // The server is at it when it has begun to write.
        await Eventually.BeTrueAsync(
            () => Parts(api).Any(path => path.Contains(uploadId.ToString(), StringComparison.Ordinal) && new FileInfo(path).Length > 0),
            "the upload has begun");
        return tcp;
    }

    /// <summary>Sends the head of an upload and a part of the file, and waits for nothing.</summary>
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

    /// <summary>The file's way through the server as the room sees it: the types of its events.</summary>
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

    /// <summary>What lies in the folders where things are on their way.</summary>
    public static IEnumerable<string> Leftovers(this ApiServer api) =>
        Parts(api).Concat(Directory.EnumerateFileSystemEntries(Path.Combine(api.Storage, "transcodes")));

    public static IEnumerable<string> Parts(this ApiServer api) =>
        Directory.EnumerateFiles(Path.Combine(api.Storage, "uploads"));

    /// <summary>Processes that have the server's storage among their arguments: ffmpeg and ffprobe at work.</summary>
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
