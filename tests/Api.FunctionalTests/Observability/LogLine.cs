using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Observability;

/// <summary>Reads the JSON lines of a server's log.</summary>
internal static class LogLine
{
    public static List<JsonElement> Of(ApiServer api) =>
        [.. api.Log.Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    /// <summary>Returns the lines up to and including the first one that matches.</summary>
    public static async Task<List<JsonElement>> ReadUntilAsync(ApiServer api, Func<JsonElement, bool> isWanted)
    {
        var lines = new List<JsonElement>();
        await Eventually.BeTrueAsync(
            () =>
            {
                lines = Of(api);
                return lines.Any(isWanted);
            },
            "the line is logged");
        return lines[..(lines.FindIndex(line => isWanted(line)) + 1)];
    }

    /// <summary>Returns the line of the startup report.</summary>
    public static async Task<JsonElement> ReadReportAsync(ApiServer api) =>
        (await ReadUntilAsync(api, line => line.TryGetProperty("off", out _)))[^1];

    public static string? Route(this JsonElement line) => line.TryGetProperty("route", out var route) ? route.GetString() : null;

    public static int? Status(this JsonElement line) => line.TryGetProperty("status", out var status) ? status.GetInt32() : null;

    /// <summary>Determines whether the line was written for the given trace.</summary>
    public static bool IsOf(this JsonElement line, string traceId) =>
        line.TryGetProperty("trace_id", out var trace) && trace.GetString() == traceId;
}
