using System.Globalization;
using Microsoft.Extensions.Options;
using VideoChat.Api.Limits;

namespace VideoChat.Api.Hosting;

/// <summary>
/// Says once, at the start, where the limits let in more connections than the process may have files: a server that runs out of
/// those can neither accept nor read its database.
/// </summary>
internal sealed partial class OpenFilesWarning(IOptions<LimitsOptions> limits, ILogger<OpenFilesWarning> logger) : IHostedService
{
    /// <summary>What is open besides connections: assemblies, databases, videos, what goes out.</summary>
    private const int Others = 1_000;

    private const string Source = "/proc/self/limits", Line = "Max open files";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var needed = limits.Value.MaxConnections + limits.Value.MaxWebSockets + Others;
        if (await ReadLimitAsync(cancellationToken) is { } files && files < needed)
            LogTooFew(logger, needed, files);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Null where there is none, or where it cannot be asked for like this.</summary>
    private static async Task<long?> ReadLimitAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Source))
            return null;
        var line = (await File.ReadAllLinesAsync(Source, cancellationToken)).FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal));
        var soft = line?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, CultureInfo.InvariantCulture, out var files) ? files : null;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Limits:MaxConnections and Limits:MaxWebSockets may need {Needed} open files, and the process may have {Files} (ulimit -n)")]
    private static partial void LogTooFew(ILogger logger, int needed, long files);
}
