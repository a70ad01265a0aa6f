using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

internal static class SqliteSetup
{
    public const string Expected =
        "ConnectionStrings:Default: must be a connection string like 'Data Source=videochat.db'; Database:Provider is Sqlite.";

    /// <summary>How long a statement waits for a locked database, unless the connection string says otherwise.</summary>
    private const int BusySeconds = 10;

    public static IServiceCollection AddSqlite(this IServiceCollection services) => services
        .AddPooledDbContextFactory<SqliteDbContext>((provider, options) => options
            .UseSqlite(ConnectionString(provider).ToString())
            .AddInterceptors(new SqliteDurability()))
        .AddSingleton(provider => new SqliteDatabase(
            Path.GetFullPath(ConnectionString(provider).DataSource), provider.GetRequiredService<TimeProvider>()));

    public static bool IsConnectionString(string? text)
    {
        try
        {
            _ = new SqliteConnectionStringBuilder(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static SqliteConnectionStringBuilder ConnectionString(IServiceProvider provider)
    {
        var configured = provider.GetRequiredService<IConfiguration>().GetConnectionString("Default");
        var contentRoot = provider.GetRequiredService<IHostEnvironment>().ContentRootPath;
        var storage = Path.Combine(contentRoot, provider.GetRequiredService<IOptions<StorageOptions>>().Value.Path);

        var builder = new SqliteConnectionStringBuilder(configured);
        if (!builder.ShouldSerialize("Default Timeout"))
            builder.DefaultTimeout = BusySeconds;
        builder.DataSource = builder.DataSource.Length == 0
            ? Path.Combine(storage, "videochat.db")
            : Path.Combine(contentRoot, builder.DataSource);
        return builder;
    }
}
