using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace VideoChat.Api.FunctionalTests.Observability;

/// <param name="Name">The name of the operation.</param>
/// <param name="TraceId">The id of its trace.</param>
/// <param name="SpanId">The id of the span.</param>
/// <param name="ParentId">The id of the parent span, or empty.</param>
/// <param name="Error">The error message, or empty.</param>
internal sealed record ReceivedSpan(string Name, string TraceId, string SpanId, string ParentId, string Error);

/// <summary>Receives spans and metrics by OTLP over HTTP, and parses the parts that tests need.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentQueue<string> _metrics = new();
    private readonly WebApplication _app;

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public string Address => _app.Urls.Single();

    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    /// <summary>The names of the received metrics, once per export.</summary>
    public IReadOnlyList<string> Metrics => [.. _metrics];

    /// <summary>Settings of a server that exports everything to this receiver without delay.</summary>
    public (string Key, string Value)[] Settings => [("OTEL_EXPORTER_OTLP_ENDPOINT", Address), .. Soon];

    /// <summary>Settings of a server that gets the address by other means.</summary>
    public static (string Key, string Value)[] Soon { get; } =
    [
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        // Export(Trace|Metrics)ServiceRequest.resource_….scope_….(spans|metrics)
        var told = Fields(body.ToArray()).Where(field => field.Number == 1)
            .SelectMany(resource => Fields(resource.Bytes).Where(field => field.Number == 2))
            .SelectMany(scope => Fields(scope.Bytes).Where(field => field.Number == 2))
            .Select(one => one.Bytes);
        foreach (var one in told)
        {
            if (context.Request.Path == "/v1/traces")
                _spans.Enqueue(ReadSpan(one));
            else if (context.Request.Path == "/v1/metrics")
                _metrics.Enqueue(Encoding.UTF8.GetString(Fields(one).First(field => field.Number == 1).Bytes));
        }
    }

    private static ReceivedSpan ReadSpan(byte[] span)
    {
        var fields = Fields(span).ToLookup(field => field.Number, field => field.Bytes);
        // Span.status.message
        var error = fields[15].SelectMany(Fields).Where(field => field.Number == 2).Select(field => field.Bytes).FirstOrDefault() ?? [];
        return new ReceivedSpan(
            Encoding.UTF8.GetString(fields[5].First()), Hex(fields[1]), Hex(fields[2]), Hex(fields[4]), Encoding.UTF8.GetString(error));

        static string Hex(IEnumerable<byte[]> values) => Convert.ToHexStringLower(values.FirstOrDefault() ?? []);
    }

    /// <summary>Returns the fields of a protobuf message. Numbers have no value here.</summary>
    private static IEnumerable<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = ReadNumber(message, ref at);
            var length = (tag & 7) switch
            {
                0 => 0,
                1 => 8,
                2 => (int)ReadNumber(message, ref at),
                5 => 4,
                _ => throw new InvalidDataException(),
            };
            if ((tag & 7) == 0)
                ReadNumber(message, ref at);
            yield return ((int)(tag >> 3), message[at..(at + length)]);
            at += length;
        }
    }

    private static ulong ReadNumber(byte[] message, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var one = message[at++];
            number |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80)
                return number;
        }
    }
}
