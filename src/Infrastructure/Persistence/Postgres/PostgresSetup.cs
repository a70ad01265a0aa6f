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

    /// <summary>The writer's connection, those that prepared reads keep, and one for all other queries, which would else wait for ever.</summary>
    public const int MinPoolSize = 1 + PreparedReads.MaxIdle + 1;

    /// <summary>What the pool of connections is called in metrics.</summary>
    private const string PoolName = "videochat";

    public static IServiceCollection AddPostgres(this IServiceCollection services) => services
        .AddPooledDbContextFactory<PostgresDbContext>((provider, options) => options.UseNpgsql(
            ConnectionString(provider).ToString(),
            npgsql => npgsql
                .ExecutionStrategy(dependencies => new PostgresRetry(dependencies))
                // Else the metrics call it by the connection string.
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

    /// <summary>Whether enough connections may be open at a time; false only for a text that can be read.</summary>
    public static bool IsPoolLargeEnough(string? text) =>
        !IsConnectionString(text)
        || (new NpgsqlConnectionStringBuilder(text) is var builder && (!builder.Pooling || builder.MaxPoolSize >= MinPoolSize));

    /// <summary>
    /// What is configured, on top of what we would have: statements prepared once they repeat, an end to waiting for a
    /// server that does not answer, and two machines within the hundred connections that a server takes by default.
    /// </summary>
    private static NpgsqlConnectionStringBuilder ConnectionString(IServiceProvider provider)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            // For who makes migrations; the start wants one that is configured.
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
