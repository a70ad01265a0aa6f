using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Common;
using VideoChat.Application.Messages;
using VideoChat.Application.Rooms;
using VideoChat.Infrastructure.Log.Faults;
using VideoChat.Infrastructure.Log.Recent;
using VideoChat.Infrastructure.Log.Statements;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Log;

internal static class RoomLogSetup
{
    public static IServiceCollection AddRoomLog(this IServiceCollection services)
    {
        services.AddCheckedOptions<MessagesOptions>(MessagesOptions.Section);
        services.AddCheckedOptions<RoomLogOptions>(RoomLogOptions.Section);
        services.AddSingleton<RecentEvents>();
        services.AddSingleton<IRoomCache>(provider => provider.GetRequiredService<RecentEvents>());
        services.AddSingleton<LogPublisher>();
        services.AddSingleton<LostCommits>();
        services.AddSingleton<LogConnection>();
        services.AddSingleton<LogWriter>();
        services.AddSingleton<LogStall>();
        services.AddSingleton<LogQueue>();
        services.AddSingleton<IRoomLog>(provider => provider.GetRequiredService<LogQueue>());
        services.AddHostedService(provider => provider.GetRequiredService<LogQueue>());
        services.AddScoped<LogTransaction>();
        services.AddScopedByDatabase<IRoomLogStatements, SqliteRoomLogStatements, PostgresRoomLogStatements>();
        services.AddScoped<UnitOfWork>();
        services.AddScoped<IUnitOfWork>(provider => provider.GetRequiredService<UnitOfWork>());
        return services;
    }
}
