using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace VideoChat.Infrastructure.Persistence;

internal static class ByDatabase
{
    public static IServiceCollection AddScopedByDatabase<TService, TSqlite, TPostgres>(this IServiceCollection services)
        where TService : class
        where TSqlite : class, TService
        where TPostgres : class, TService =>
        services.AddScoped<TSqlite>().AddScoped<TPostgres>().AddScoped<TService>(provider => IsPostgres(provider)
            ? provider.GetRequiredService<TPostgres>()
            : provider.GetRequiredService<TSqlite>());

    public static bool IsPostgres(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider == DatabaseProvider.Postgres;
}
