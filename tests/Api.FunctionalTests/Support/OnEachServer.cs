namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>A fixture of what clients see, which runs against a server on SQLite alone, and on one of many on PostgreSQL and Redis.</summary>
public abstract class OnEachServer(Column column) : OnEachDatabase(column)
{
    /// <summary>The server that all fixtures share.</summary>
    private protected ApiServer Api => SharedServer.On(Column);

    /// <summary>Whether there is what several machines need: PostgreSQL, and Redis between them.</summary>
    internal static bool HasManyMachines => PostgresDatabase.HasServer && TestRedis.HasServer;

    [OneTimeSetUp]
    public void SkipWithoutRedis()
    {
        if (Column == Column.Postgres)
            TestRedis.IgnoreWithoutServer();
    }

    /// <summary>Starts a server of the fixture's or the test's own.</summary>
    private protected Task<ApiServer> StartServerAsync(params (string Key, string Value)[] settings) =>
        ApiServer.StartAsync(Column, settings);
}
