using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace VideoChat.Infrastructure.Persistence.Postgres;

internal static class PostgresSetup
{
    public const string Expected =
        "ConnectionStrings:Default: must be a connection string like 'Host=db.example.com;Database=videochat;Username=videochat;Password=…'; "
        + "Database:Provider is Postgres.";

    // The minimum pool size: one connection for the writer, those of PreparedReads, and one for other queries. A smaller pool would
    // block the other queries.
    public const int MinPoolSize = 1 + PreparedReads.MaxIdle + 1;

    private const string PoolName = "videochat";

    public static IServiceCollection AddPostgres(this IServiceCollection services) => services
        .AddPooledDbContextFactory<PostgresDbContext>((provider, options) => options.UseNpgsql(
            ConnectionString(provider).ToString(),
            npgsql => npgsql
                .ExecutionStrategy(dependencies => new PostgresRetry(dependencies))
                // The data source has a name, because otherwise the metrics would contain the connection string.
                .ConfigureDataSource(source => source.Name = PoolName)))
        .AddSingleton(provider => new PostgresClaims(ConnectionString(provider), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new PostgresDatabase(
            ConnectionString(provider), provider.GetRequiredService<IDbContextFactory<VideoChatDbContext>>(),
            provider.GetRequiredService<PostgresClaims>(), provider.GetRequiredService<TimeProvider>()));

    public static bool IsConnectionString(string? text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text) is { Host.Length: > 0, Database.Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// Determines whether the pool is large enough. An invalid connection string counts as large enough, because another check
    /// reports it.
    /// </summary>
    public static bool IsPoolLargeEnough(string? text) =>
        !IsConnectionString(text)
        || (new NpgsqlConnectionStringBuilder(text) is var builder && (!builder.Pooling || builder.MaxPoolSize >= MinPoolSize));

    // Returns the connection string. Its default pool size lets two machines share PostgreSQL's default limit of 100 connections.
    private static NpgsqlConnectionStringBuilder ConnectionString(IServiceProvider provider)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            // The host is a placeholder, because the design-time tools of EF Core need one. At run time, the configured host
            // replaces it.
            Host = "localhost",
            ApplicationName = "VideoChat",
            Timeout = 5,
            MaxPoolSize = 40,
            CommandTimeout = 15,
            KeepAlive = 10,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
        };
        builder.ConnectionString = builder.ConnectionString + ';' + provider.GetRequiredService<IConfiguration>().GetConnectionString("Default");
        return builder;
    }
}
