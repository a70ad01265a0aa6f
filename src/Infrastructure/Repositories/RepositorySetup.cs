using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Rooms;
using VideoChat.Application.Snapshots;
using VideoChat.Application.Users;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Repositories;

internal static class RepositorySetup
{
    public static IServiceCollection AddRepositories(this IServiceCollection services) => services
        .AddScoped<IUserRepository, UserRepository>()
        .AddScoped<IRoomRepository, RoomRepository>()
        .AddScoped<IMembershipRepository, MembershipRepository>()
        .AddScoped<IRoomEventRepository, RoomEventRepository>()
        .AddScoped<IMessageRepository, MessageRepository>()
        .AddScoped<IVideoRepository, VideoRepository>()
        .AddScoped<ILiveStreamRepository, LiveStreamRepository>()
        .AddSingleton<IRoomSnapshots, RoomSnapshots>()
        .AddSingleton<UserDirectory>()
        .AddSingleton<IUserDirectory>(provider => provider.GetRequiredService<UserDirectory>())
        .AddSingleton<IRoomCache>(provider => provider.GetRequiredService<UserDirectory>())
        .AddSingleton<RoomDirectory>()
        .AddSingleton<IRoomDirectory>(provider => provider.GetRequiredService<RoomDirectory>())
        .AddSingleton<IRoomCache>(provider => provider.GetRequiredService<RoomDirectory>());
}
