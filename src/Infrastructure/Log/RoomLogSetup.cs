using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Common;
using VideoChat.Application.Messages;
using VideoChat.Application.Rooms;
using VideoChat.Infrastructure.Log.Recent;

namespace VideoChat.Infrastructure.Log;

internal static class RoomLogSetup
{
    public static IServiceCollection AddRoomLog(this IServiceCollection services)
    {
        services.AddCheckedOptions<MessagesOptions>(MessagesOptions.Section);
        services.AddCheckedOptions<RoomLogOptions>(RoomLogOptions.Section);
        services.AddSingleton<RecentEvents>();
        services.AddSingleton<LogWriter>();
        services.AddSingleton<LogStall>();
        services.AddSingleton<RoomLog>();
        services.AddSingleton<IRoomLog>(provider => provider.GetRequiredService<RoomLog>());
        services.AddHostedService(provider => provider.GetRequiredService<RoomLog>());
        services.AddScoped<UnitOfWork>();
        services.AddScoped<IUnitOfWork>(provider => provider.GetRequiredService<UnitOfWork>());
        return services;
    }
}
