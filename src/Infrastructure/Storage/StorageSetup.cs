using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Health;

namespace VideoChat.Infrastructure.Storage;

/// <summary>The folder of everything on disk, and the space there.</summary>
internal static class StorageSetup
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddCheckedOptions<StorageOptions>(StorageOptions.Section);
        services.AddSingleton<DiskSpace>();
        // At the start: its metrics are there before anything asks for its figures.
        services.AddActivatedSingleton<IDiskProbe, DiskProbe>();
        return services;
    }
}
