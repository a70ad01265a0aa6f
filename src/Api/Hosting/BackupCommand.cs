using VideoChat.Infrastructure.Persistence.Sqlite;

namespace VideoChat.Api.Hosting;

/// <summary>
/// <c>VideoChat.Api --backup FILE</c>: copies the database of the server that is configured alike, running or not, for
/// machines that have no sqlite3. Settings may stand before it and behind it. Exits with 0 where the file is there.
/// </summary>
internal static class BackupCommand
{
    public const string Argument = "--backup";

    /// <summary>The file that is asked for; empty where it is not named, null where no backup is asked for.</summary>
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
