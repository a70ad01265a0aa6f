using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence.Startup;

namespace VideoChat.Infrastructure.Health;

internal static class DatabaseHealthSetup
{
    public static IServiceCollection AddDatabaseHealth(this IServiceCollection services) => services
        .AddScoped<ILogParticipant, CounterUpdates>()
        .AddSingleton<DatabaseProbe>()
        .AddSingleton<IDatabaseProbe>(provider => provider.GetRequiredService<DatabaseProbe>())
        .AddSingleton<IStartsAfterMigration>(provider => provider.GetRequiredService<DatabaseProbe>())
        .AddHostedService<DatabaseWatch>();
}
