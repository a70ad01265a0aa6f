using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Health;

namespace VideoChat.Infrastructure.Storage;

internal static class StorageSetup
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddCheckedOptions<StorageOptions>(StorageOptions.Section);
        services.AddSingleton<DiskSpace>();
        // The singleton is activated at startup, so that its metrics exist before its first use.
        services.AddActivatedSingleton<IDiskProbe, DiskProbe>();
        return services;
    }
}
