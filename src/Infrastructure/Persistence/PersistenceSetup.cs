using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Persistence.Faults;
using VideoChat.Infrastructure.Persistence.Postgres;
using VideoChat.Infrastructure.Persistence.Rows;
using VideoChat.Infrastructure.Persistence.Sqlite;
using VideoChat.Infrastructure.Persistence.Startup;

namespace VideoChat.Infrastructure.Persistence;

internal static class PersistenceSetup
{
    public static IServiceCollection AddPersistence(this IServiceCollection services)
    {
        services.AddCheckedOptions<DatabaseOptions>(DatabaseOptions.Section)
            .Validate<IConfiguration>(
                (options, configuration) => options.Provider != DatabaseProvider.Sqlite
                    || SqliteSetup.IsConnectionString(configuration.GetConnectionString("Default")),
                SqliteSetup.Expected)
            .Validate<IConfiguration>(
                (options, configuration) => options.Provider != DatabaseProvider.Postgres
                    || PostgresSetup.IsConnectionString(configuration.GetConnectionString("Default")),
                PostgresSetup.Expected)
            .Validate<IConfiguration>(
                (options, configuration) => options.Provider != DatabaseProvider.Postgres
                    || PostgresSetup.IsPoolLargeEnough(configuration.GetConnectionString("Default")),
                $"ConnectionStrings:Default: Maximum Pool Size must be at least {PostgresSetup.MinPoolSize}: some connections are always in use.");

        services.AddSqlite();
        services.AddPostgres();
        services.AddSingleton<IDatabaseDialect>(provider => ByDatabase.IsPostgres(provider)
            ? provider.GetRequiredService<PostgresDatabase>()
            : provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<IDbContextFactory<VideoChatDbContext>>(provider => ByDatabase.IsPostgres(provider)
            ? ActivatorUtilities.CreateInstance<ContextFactory<PostgresDbContext>>(provider)
            : ActivatorUtilities.CreateInstance<ContextFactory<SqliteDbContext>>(provider));
        services.AddScoped(provider =>
            provider.GetRequiredService<IDbContextFactory<VideoChatDbContext>>().CreateDbContext());
        services.AddScopedByDatabase<IWriteSession, SqliteSession, PostgresSession>();
        services.AddSingleton<DatabaseState>();
        services.AddSingleton<PreparedReads>();
        services.AddSingleton<SharedSecrets>();
        services.AddHostedService<DatabaseMigrator>();
        return services;
    }
}
