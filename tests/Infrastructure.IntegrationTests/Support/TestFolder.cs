using Microsoft.Data.Sqlite;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>A folder for one test, deleted with its content.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("videochat-tests-").FullName;

    public void Dispose()
    {
        // The driver's pool is cleared, because it would keep the files open until the process exits.
        using (var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(Path, "videochat.db")}"))
            SqliteConnection.ClearPool(connection);
        Directory.Delete(Path, recursive: true);
    }
}
