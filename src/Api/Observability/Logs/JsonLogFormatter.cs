using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace VideoChat.Api.Observability.Logs;

/// <summary>Writes each log entry as one line of JSON. Every placeholder of the message becomes a member.</summary>
internal sealed class JsonLogFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "videochat-json";

    private const string Template = "{OriginalFormat}";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly ConcurrentDictionary<string, JsonEncodedText> Names = new();

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var (buffer, json) = _writer ??= Create();
        buffer.ResetWrittenCount();
        json.Reset();

        json.WriteStartObject();
        json.WriteString("time"u8, clock.GetUtcNow().UtcDateTime);
        json.WriteString("level"u8, NameOf(logEntry.LogLevel));
        json.WriteString("category"u8, logEntry.Category);
        json.WriteString("message"u8, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (Activity.Current is { } activity)
            json.WriteString("trace_id"u8, activity.TraceId.ToHexString());
        if (logEntry.State is IReadOnlyList<KeyValuePair<string, object?>> values)
            WriteValues(json, values);
        if (logEntry.Exception is { } exception)
            json.WriteString("exception"u8, exception.ToString());
        json.WriteEndObject();
        json.Flush();

        var chars = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(buffer.WrittenCount));
        textWriter.Write(chars, 0, Encoding.UTF8.GetChars(buffer.WrittenSpan, chars));
        textWriter.Write('\n');
        ArrayPool<char>.Shared.Return(chars);
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            var (key, value) = values[i];
            // The trace id is skipped, because it is already written as trace_id.
            if (key is Template or "TraceId")
                continue;
            json.WritePropertyName(Names.GetOrAdd(key, name => JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(name))));
            switch (value)
            {
                case null:
                    json.WriteNullValue();
                    break;
                case int number:
                    json.WriteNumberValue(number);
                    break;
                case long number:
                    json.WriteNumberValue(number);
                    break;
                case double number when double.IsFinite(number):
                    json.WriteNumberValue(number);
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                default:
                    json.WriteStringValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
                    break;
            }
        }
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) Create()
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        return (buffer, new Utf8JsonWriter(buffer, Options));
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "information",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
