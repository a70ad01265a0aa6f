using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Common.Idempotency;

namespace VideoChat.Infrastructure.Idempotency;

internal static class IdempotencySetup
{
    public static IServiceCollection AddIdempotency(this IServiceCollection services) => services
        .AddScoped<IIdempotencyStore, IdempotencyStore>()
        .AddHostedService<IdempotencyKeyExpiry>();
}
