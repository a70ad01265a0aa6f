using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Persistence.Faults;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

internal static class SqliteSetup
{
    public const string Expected =
        "ConnectionStrings:Default: must be a connection string like 'Data Source=videochat.db', which names a file; Database:Provider is Sqlite.";

    private const string DatabaseFile = "videochat.db";

    /// <summary>
    /// The busy timeout. It is shorter than the time limit of <see cref="Log.Faults.LogStall"/> for a transaction of the room log, so the
    /// outcome of a statement is known before that limit elapses.
    /// </summary>
    private const int BusySeconds = 7;

    public static IServiceCollection AddSqlite(this IServiceCollection services) => services
        .AddPooledDbContextFactory<SqliteDbContext>((provider, options) => options
            .UseSqlite(
                ConnectionString(provider).ToString(),
                sqlite => sqlite.ExecutionStrategy(
                    dependencies => new SqliteFaultStrategy(dependencies, provider.GetRequiredService<DatabaseState>())))
            .AddInterceptors(new SqliteDurability()))
        .AddSingleton(CreateReserve)
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<SqliteDatabase>(
            provider, ConnectionString(provider), new SqliteFolders(StorageOf(provider), EarlierPathOf(provider))));

    // Determines whether the connection string names a file, because a database in memory would be empty for each connection.
    public static bool IsConnectionString(string? text)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(text);
            return builder.Mode != SqliteOpenMode.Memory
                && !builder.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
                && !builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static DatabaseReserve CreateReserve(IServiceProvider provider) => ActivatorUtilities.CreateInstance<DatabaseReserve>(
        provider, ConnectionString(provider).DataSource + ".reserve", StorageOf(provider));

    private static string StorageOf(IServiceProvider provider) => Path.GetFullPath(Path.Combine(
        provider.GetRequiredService<IHostEnvironment>().ContentRootPath, provider.GetRequiredService<IOptions<StorageOptions>>().Value.Path));

    private static string? EarlierPathOf(IServiceProvider provider)
    {
        var configured = new SqliteConnectionStringBuilder(provider.GetRequiredService<IConfiguration>().GetConnectionString("Default")).DataSource;
        var path = configured.Length > 0
            ? configured
            : Path.Combine(provider.GetRequiredService<IOptions<StorageOptions>>().Value.Path, DatabaseFile);
        return Path.IsPathRooted(path) ? null : Path.GetFullPath(path);
    }

    private static SqliteConnectionStringBuilder ConnectionString(IServiceProvider provider)
    {
        var configured = provider.GetRequiredService<IConfiguration>().GetConnectionString("Default");
        var contentRoot = provider.GetRequiredService<IHostEnvironment>().ContentRootPath;
        var builder = new SqliteConnectionStringBuilder(configured);
        if (!builder.ShouldSerialize("Default Timeout"))
            builder.DefaultTimeout = BusySeconds;
        builder.DataSource = builder.DataSource.Length == 0
            ? Path.Combine(StorageOf(provider), DatabaseFile)
            : Path.GetFullPath(Path.Combine(contentRoot, builder.DataSource));
        return builder;
    }
}
