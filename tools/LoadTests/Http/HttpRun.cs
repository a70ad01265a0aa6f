using System.Diagnostics;
using System.Text;
using VideoChat.LoadTests.Measures;

namespace VideoChat.LoadTests.Http;

/// <summary>One request, repeated over many connections. Any response other than 200 is a fault.</summary>
internal static class HttpRun
{
    public static Report Measure(Options options)
    {
        var server = options.Server();
        var (path, body) = (options.Text("path", "/"), options.Text("post", ""));
        var connections = options.Number("connections", 32);
        var (warmUp, seconds) = (options.Number("warmup", 2, least: 0), options.Number("seconds", 5));
        var processes = ServerProcesses.Read(options);
        options.MustBeEmpty();

        var request = Request(server, path, body);
        var answers = new Answers();
        var sockets = new List<HttpSocket>();
        for (var i = 0; i < connections; i++)
        {
            var began = Stopwatch.GetTimestamp();
            sockets.Add(new HttpSocket(request, status => began = answers.Add(status, began)));
        }
        Task.WaitAll(sockets.Select(socket => Task.Run(() => socket.OpenAsync(server))));

        var report = new Report($"{(body.Length > 0 ? "POST" : "GET")} {path}, {connections} connections, {seconds} s");
        Thread.Sleep(TimeSpan.FromSeconds(warmUp));
        var effort = Effort.Begin(processes);
        var (before, start) = (answers.Begin(), Stopwatch.GetTimestamp());
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        var count = answers.End() - before;
        report.Add("requests_per_second", count / Stopwatch.GetElapsedTime(start).TotalSeconds, "/s");
        effort.AddTo(report, count);
        sockets.ForEach(socket => socket.Dispose());
        answers.Latencies.AddTo(report);
        report.AddFault("refused", answers.Refused);
        return report;
    }

    private static byte[] Request(Uri server, string path, string body) => Encoding.UTF8.GetBytes(
        body.Length == 0
            ? $"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n\r\n"
            : $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\n" +
              $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>Counts the responses. Used only by the thread that serves the sockets.</summary>
    private sealed class Answers
    {
        private long _count;
        private long _refused;
        private volatile bool _measuring;

        public Latencies Latencies { get; } = new();

        public long Refused => Volatile.Read(ref _refused);

        /// <summary>Returns the start time of the connection's next request.</summary>
        public long Add(int status, long began)
        {
            var now = Stopwatch.GetTimestamp();
            Volatile.Write(ref _count, _count + 1);
            if (status != 200)
                Volatile.Write(ref _refused, _refused + 1);
            if (_measuring)
                Latencies.Add(now - began);
            return now;
        }

        public long Begin()
        {
            _measuring = true;
            return Volatile.Read(ref _count);
        }

        public long End()
        {
            _measuring = false;
            return Volatile.Read(ref _count);
        }
    }
}
