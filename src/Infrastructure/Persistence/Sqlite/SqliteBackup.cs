using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

public static class SqliteBackup
{
    /// <summary>Copies the database while the server keeps running. Returns the reason for a failure, or null.</summary>
    public static async Task<string?> WriteAsync(IServiceProvider services, string path)
    {
        if (services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider != DatabaseProvider.Sqlite)
            return "Database:Provider is Postgres, which pg_dump backs up.";
        var source = services.GetRequiredService<SqliteDatabase>().Location;
        if (!File.Exists(source))
            return $"There is no database at {source}.";
        if (File.Exists(path))
            return $"{path} already exists.";

        if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
            return $"There is no folder {folder}.";

        var part = path + ".part";
        try
        {
            File.Delete(part);
            await using var db = await services.GetRequiredService<IDbContextFactory<SqliteDbContext>>().CreateDbContextAsync();
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {part}");
            using (var file = File.OpenHandle(part, FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.FlushToDisk(file);
            File.Move(part, path);
            return null;
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            TryDelete(part);
            return exception.Message;
        }
    }

    private static void TryDelete(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // This failure is ignored, because only the first failure is reported.
        }
    }
}
