namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>A fixture that runs against two servers: one with SQLite, and one with PostgreSQL and Redis.</summary>
public abstract class OnEachServer(Column column) : OnEachDatabase(column)
{
    private protected ApiServer Api => SharedServer.On(Column);

    /// <summary>Indicates whether PostgreSQL and Redis, which several machines need, are available.</summary>
    internal static bool HasManyMachines => PostgresDatabase.HasServer && TestRedis.HasServer;

    [OneTimeSetUp]
    public void SkipWithoutRedis()
    {
        if (Column == Column.Postgres)
            TestRedis.IgnoreWithoutServer();
    }

    /// <summary>Starts a separate server for a fixture or test.</summary>
    private protected Task<ApiServer> StartServerAsync(params (string Key, string Value)[] settings) =>
        ApiServer.StartAsync(Column, settings);
}
