using VideoChat.Infrastructure.Persistence.Sqlite;

namespace VideoChat.Api.Hosting;

/// <summary>
/// Implements <c>VideoChat.Api --backup FILE</c>. The command copies the SQLite database of a server with the same configuration,
/// even while that server runs. The exit code is 0 if the file was written.
/// </summary>
internal static class BackupCommand
{
    public const string Argument = "--backup";

    /// <summary>Returns the file to write; empty if the file name is missing, and null if no backup is requested.</summary>
    public static string? FileOf(string[] args)
    {
        var index = Array.IndexOf(args, Argument);
        if (index < 0)
            return null;
        return index + 1 < args.Length && !args[index + 1].StartsWith("--", StringComparison.Ordinal) ? args[index + 1] : "";
    }

    public static async Task<int> BackUpAsync(this WebApplication app, string path)
    {
        if (path.Length == 0)
        {
            await Console.Error.WriteLineAsync($"VideoChat cannot back up. {Argument} needs the file: {Argument} FILE");
            return 1;
        }
        if (await SqliteBackup.WriteAsync(app.Services, Path.GetFullPath(path)) is { } failure)
        {
            await Console.Error.WriteLineAsync("VideoChat cannot back up. " + failure);
            return 1;
        }
        Console.WriteLine($"{path}: {new FileInfo(path).Length} bytes");
        return 0;
    }
}
