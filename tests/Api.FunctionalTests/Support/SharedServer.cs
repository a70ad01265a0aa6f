using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests;

/// <summary>
/// One server without rate limits per database, shared by all tests that need no special settings. Each test creates its own
/// users and rooms.
/// </summary>
internal static class SharedServer
{
    private static ApiServer? _onPostgres;

    /// <summary>The server on SQLite, for tests that do not depend on the database.</summary>
    public static ApiServer Api { get; private set; } = null!;

    public static ApiServer On(Column column) => column == Column.Sqlite ? Api : _onPostgres!;

    public static async Task StartAsync()
    {
        Api = await ApiServer.StartAsync(ApiServer.WellCompiled);
        await Api.ShareEmptyDatabaseAsync();
        if (OnEachServer.HasManyMachines)
            _onPostgres = await ApiServer.StartAsync(Column.Postgres, ApiServer.WellCompiled);
    }

    public static async Task StopAsync()
    {
        await Api.DisposeAsync();
        if (_onPostgres is not null)
            await _onPostgres.DisposeAsync();
    }
}
