using Microsoft.Extensions.DependencyInjection;
using VideoChat.Infrastructure.Health;
using VideoChat.Infrastructure.Idempotency;
using VideoChat.Infrastructure.Limits;
using VideoChat.Infrastructure.LiveStreams;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Repositories;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos;
using VideoChat.Infrastructure.Webhooks;

namespace VideoChat.Infrastructure;

public static class DependencyInjection
{
    public static IServiceCollection AddInfrastructure(this IServiceCollection services) => services
        .AddMetrics()
        .AddStorage()
        .AddPersistence()
        .AddIdempotency()
        .AddRepositories()
        // Services stop in reverse order. The room log stops before Redis, so the last events of the log are still announced to
        // other machines.
        .AddRedis()
        .AddBackplane()
        .AddSharedLimits()
        .AddRoomLog()
        .AddRealtime()
        .AddVideo()
        .AddLiveStreams()
        .AddWebhooks()
        // The counters are the last participant of the room log, because their rows stay locked until the commit.
        .AddDatabaseHealth()
        .AddHostedService<ServerMetrics>();
}
