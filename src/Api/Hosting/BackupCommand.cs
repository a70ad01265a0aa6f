using VideoChat.Infrastructure.Persistence.Sqlite;

namespace VideoChat.Api.Hosting;

/// <summary>
/// <c>VideoChat.Api --backup FILE</c>: copies the database of the server that is configured alike, running or not, for
/// machines that have no sqlite3. Exits with 0 where the file is there.
/// </summary>
internal static class BackupCommand
{
    public const string Argument = "--backup";

    public static async Task<int> BackUpAsync(this WebApplication app, string path)
    {
        if (await SqliteBackup.WriteAsync(app.Services, Path.GetFullPath(path)) is { } failure)
        {
            await Console.Error.WriteLineAsync("VideoChat cannot back up. " + failure);
            return 1;
        }
        Console.WriteLine($"{path}: {new FileInfo(path).Length} bytes");
        return 0;
    }
}
