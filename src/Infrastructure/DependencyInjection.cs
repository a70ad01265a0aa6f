using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Health;
using VideoChat.Application.RateLimiting;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms;
using VideoChat.Application.Users;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Repositories;
using VideoChat.Infrastructure.RateLimiting;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Videos;

namespace VideoChat.Infrastructure;

public static class DependencyInjection
{
    /// <summary>How long a statement waits for a locked database, unless the connection string says otherwise.</summary>
    private const int BusySeconds = 10;

    public static IServiceCollection AddInfrastructure(this IServiceCollection services) => services
        .AddPersistence()
        .AddRoomLog()
        .AddRealtime()
        .AddRateLimiting()
        .AddVideo();

    private static IServiceCollection AddPersistence(this IServiceCollection services)
    {
        services.AddCheckedOptions<DatabaseOptions>(DatabaseOptions.Section).Validate<IConfiguration>(
            (_, configuration) => IsConnectionString(configuration.GetConnectionString("Default")),
            "ConnectionStrings:Default: must be a connection string like 'Data Source=videochat.db'");
        services.AddCheckedOptions<StorageOptions>(StorageOptions.Section);

        services.AddSingleton(provider => SqliteFile.From(ConnectionString(provider)));
        services.AddPooledDbContextFactory<VideoChatDbContext>((provider, options) => options
            .UseSqlite(ConnectionString(provider).ToString())
            .AddInterceptors(new SqliteDurability()));
        services.AddScoped(provider =>
            provider.GetRequiredService<IDbContextFactory<VideoChatDbContext>>().CreateDbContext());
        services.AddHostedService<DatabaseMigrator>();
        services.AddHostedService<IdempotencyKeyExpiry>();

        services.AddScoped<IUserRepository, UserRepository>();
        services.AddScoped<IRoomRepository, RoomRepository>();
        services.AddScoped<IMembershipRepository, MembershipRepository>();
        services.AddScoped<IRoomEventRepository, RoomEventRepository>();
        services.AddScoped<IVideoRepository, VideoRepository>();
        services.AddScoped<ILiveStreamRepository, LiveStreamRepository>();
        services.AddScoped<IIdempotencyStore, IdempotencyStore>();
        services.AddSingleton<IUserDirectory, UserDirectory>();
        services.AddSingleton<IRoomDirectory, RoomDirectory>();
        services.AddSingleton<IDatabaseProbe, DatabaseProbe>();
        return services;
    }

    private static IServiceCollection AddRoomLog(this IServiceCollection services)
    {
        services.AddCheckedOptions<RoomLogOptions>(RoomLogOptions.Section);
        services.AddSingleton<LogWriter>();
        services.AddSingleton<RoomLog>();
        services.AddSingleton<IRoomLog>(provider => provider.GetRequiredService<RoomLog>());
        services.AddHostedService(provider => provider.GetRequiredService<RoomLog>());
        services.AddScoped<UnitOfWork>();
        services.AddScoped<IUnitOfWork>(provider => provider.GetRequiredService<UnitOfWork>());
        return services;
    }

    private static IServiceCollection AddRealtime(this IServiceCollection services)
    {
        services.AddCheckedOptions<RealtimeOptions>(RealtimeOptions.Section);
        services.AddCheckedOptions<BackplaneOptions>(BackplaneOptions.Section);
        services.AddSingleton<IBackplane, InProcessBackplane>();
        services.AddSingleton<IRoomBroadcaster, RoomBroadcaster>();
        services.AddSingleton<IPresence, InProcessPresence>();
        services.AddSingleton<RoomLogReader>();
        services.AddSingleton<RoomHub>(provider => new RoomHub(
            provider.GetRequiredService<IBackplane>(),
            provider.GetRequiredService<RoomLogReader>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RoomHub>>()));
        services.AddSingleton<IRealtimeProbe>(provider => provider.GetRequiredService<RoomHub>());
        services.AddSingleton<RoomResume>(provider => new RoomResume(
            provider.GetRequiredService<RoomHub>(),
            provider.GetRequiredService<RoomLogReader>(),
            provider.GetRequiredService<IOptions<RealtimeOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<Heartbeat>();
        services.AddHostedService<SocketDrain>();
        return services;
    }

    private static IServiceCollection AddRateLimiting(this IServiceCollection services)
    {
        services.AddSingleton<IRateLimiter, InProcessRateLimiter>();
        services.AddSingleton<ISocketLimiter, InProcessSocketLimiter>();
        return services;
    }

    private static bool IsConnectionString(string? text)
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
