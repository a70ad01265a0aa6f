using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Idempotency;

internal static class IdempotencySetup
{
    public static IServiceCollection AddIdempotency(this IServiceCollection services) => services
        .AddScoped<IIdempotencyStore, IdempotencyStore>()
        .AddScoped<ILogParticipant, IdempotencyRecorder>()
        .AddHostedService<IdempotencyKeyExpiry>();
}
