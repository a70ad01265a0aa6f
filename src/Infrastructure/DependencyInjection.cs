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
        // Before the log, so that it stops after the log and can still announce the last events to the other machines.
        .AddRedis()
        .AddBackplane()
        .AddSharedLimits()
        .AddRoomLog()
        .AddRealtime()
        .AddVideo()
        .AddLiveStreams()
        .AddWebhooks()
        // The last participant of the log, because machines that update the same counter shard wait for each other's commit.
        .AddDatabaseHealth()
        .AddHostedService<ServerMetrics>();
}
