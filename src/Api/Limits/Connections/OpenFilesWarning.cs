using System.Globalization;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Connections;

/// <summary>
/// Warns at the start if the limits admit more connections than the process can open files. Without free file descriptors, the
/// server can neither accept connections nor read its database.
/// </summary>
internal sealed partial class OpenFilesWarning(IOptions<LimitsOptions> limits, ILogger<OpenFilesWarning> logger) : IHostedService
{
    /// <summary>An estimate of open files other than connections, such as assemblies, databases and videos.</summary>
    private const int Others = 1_000;

    private const string Source = "/proc/self/limits", Line = "Max open files";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var needed = limits.Value.MaxConnections + limits.Value.MaxWebSockets + Others;
        if (await ReadLimitAsync(cancellationToken) is { } files && files < needed)
            LogTooFew(logger, needed, files);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Returns the limit of open files; null if there is no limit or it cannot be read.</summary>
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
        Message = "Limits:MaxConnections and Limits:MaxWebSockets may need {Needed} open files, but the process is limited to {Files} (ulimit -n)")]
    private static partial void LogTooFew(ILogger logger, int needed, long files);
}
