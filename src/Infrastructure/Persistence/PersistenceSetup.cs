using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Health;
using VideoChat.Application.Rooms;
using VideoChat.Application.Users;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Persistence.Postgres;
using VideoChat.Infrastructure.Persistence.Repositories;
using VideoChat.Infrastructure.Persistence.Sqlite;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Two databases behind one model; configuration chooses.</summary>
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
        services.AddSingleton<IDatabaseDialect>(provider => IsPostgres(provider)
            ? provider.GetRequiredService<PostgresDatabase>()
            : provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<IDbContextFactory<VideoChatDbContext>>(provider => IsPostgres(provider)
            ? ActivatorUtilities.CreateInstance<ContextFactory<PostgresDbContext>>(provider)
            : ActivatorUtilities.CreateInstance<ContextFactory<SqliteDbContext>>(provider));
        services.AddScoped(provider =>
            provider.GetRequiredService<IDbContextFactory<VideoChatDbContext>>().CreateDbContext());
        services.AddSingleton<DatabaseState>();
        services.AddSingleton<PreparedReads>();
        services.AddSingleton<SharedSecrets>();
        services.AddHostedService<DatabaseMigrator>();
        services.AddHostedService<IdempotencyKeyExpiry>();
        services.AddHostedService<DatabaseWatch>();

        services.AddScoped<IUserRepository, UserRepository>();
        services.AddScoped<IRoomRepository, RoomRepository>();
        services.AddScoped<IMembershipRepository, MembershipRepository>();
        services.AddScoped<IRoomEventRepository, RoomEventRepository>();
        services.AddScoped<IVideoRepository, VideoRepository>();
        services.AddScoped<ILiveStreamRepository, LiveStreamRepository>();
        services.AddScoped<IIdempotencyStore, IdempotencyStore>();
        services.AddSingleton<IUserDirectory, UserDirectory>();
        services.AddSingleton<IRoomDirectory, RoomDirectory>();
        services.AddSingleton<DatabaseProbe>();
        services.AddSingleton<IDatabaseProbe>(provider => provider.GetRequiredService<DatabaseProbe>());
        services.AddSingleton<IBeginsWithDatabase>(provider => provider.GetRequiredService<DatabaseProbe>());
        return services;
    }

    private static bool IsPostgres(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider == DatabaseProvider.Postgres;
}
