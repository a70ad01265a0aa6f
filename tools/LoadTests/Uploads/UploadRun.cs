using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using VideoChat.LoadTests.Dialects;
using VideoChat.LoadTests.Measures;

namespace VideoChat.LoadTests.Uploads;

/// <summary>One large file through the upload proxy: throughput and memory.</summary>
internal static class UploadRun
{
    public static Report Measure(Options options)
    {
        var server = options.Server();
        var megabytes = options.Number("megabytes", 256);
        var process = options.Number("pid", 0, least: 0);
        options.MustBeEmpty();
        return Task.Run(() => MeasureAsync(server, megabytes, process)).GetAwaiter().GetResult();
    }

    private static async Task<Report> MeasureAsync(Uri server, int megabytes, int process)
    {
        using var http = new HttpClient { BaseAddress = server };
        var room = (await Casting.OverHttpAsync(server, 1, 0))[0];
        using var session = await http.PostAsJsonAsync($"rooms/{room.Id}/video-upload", new { title = "load" });
        var body = await session.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();

        using var file = new ZeroFile(megabytes);
        var memory = new MemoryPeak(process);
        var began = Stopwatch.GetTimestamp();
        using var answer = await http.PutAsync(body.GetProperty("upload_url").GetString(), file);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        var report = new Report($"upload: {megabytes} MiB through the upload proxy");
        report.Add("mebibytes_per_second", megabytes / seconds, "MiB/s");
        memory.AddTo(report);
        report.AddFault("refused", answer.IsSuccessStatusCode ? 0 : 1);
        return report;
    }

    /// <summary>A file that begins like a video. It is never completely in memory.</summary>
    private sealed class ZeroFile : HttpContent
    {
        private static readonly byte[] Mebibyte = [0, 0, 0, 0x20, .. "ftypisom"u8, .. new byte[1_024 * 1_024 - 12]];
        private readonly int _megabytes;

        public ZeroFile(int megabytes)
        {
            _megabytes = megabytes;
            Headers.ContentType = new MediaTypeHeaderValue("video/mp4");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var i = 0; i < _megabytes; i++)
                await stream.WriteAsync(Mebibyte);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = (long)_megabytes * Mebibyte.Length;
            return true;
        }
    }
}
