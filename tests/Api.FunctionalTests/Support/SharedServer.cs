using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests;

/// <summary>
/// One server without rate limits per database, shared by all tests that need no special settings. Servers for settings that
/// several fixtures need start on first use. Each test creates its own users and rooms.
/// </summary>
internal static class SharedServer
{
    /// <summary>The greatest length of messages on <see cref="ReducedAsync"/>.</summary>
    public const int ShortMessage = 20;

    private static readonly Lazy<Task<ApiServer>> Development = new(() => ApiServer.StartAsync(("ASPNETCORE_ENVIRONMENT", "Development")));

    private static readonly Lazy<Task<ApiServer>> Reduced = new(() => ApiServer.StartAsync(
        ("Video__Provider", "None"), ("Metrics__Enabled", "false"), ("Security__HstsSeconds", "0"),
        ("Messages__MaxLength", $"{ShortMessage}"), ("ReverseProxy__TrustedProxies", "127.0.0.1")));

    private static ApiServer? _onPostgres;

    /// <summary>The server on SQLite, for tests that do not depend on the database.</summary>
    public static ApiServer Api { get; private set; } = null!;

    public static ApiServer On(Column column) => column == Column.Sqlite ? Api : _onPostgres!;

    /// <summary>A server in the Development environment, on SQLite.</summary>
    public static Task<ApiServer> DevelopmentAsync() => Development.Value;

    /// <summary>A server without videos, metrics and HSTS, with short messages and behind a proxy, on SQLite.</summary>
    public static Task<ApiServer> ReducedAsync() => Reduced.Value;

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
        foreach (var server in new[] { Development, Reduced }.Where(server => server.IsValueCreated))
            await (await server.Value).DisposeAsync();
    }
}
