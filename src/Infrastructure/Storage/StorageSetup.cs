using Microsoft.Extensions.DependencyInjection;

namespace VideoChat.Infrastructure.Storage;

/// <summary>The folder of everything on disk, and the space there.</summary>
internal static class StorageSetup
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddCheckedOptions<StorageOptions>(StorageOptions.Section);
        services.AddSingleton<DiskSpace>();
        return services;
    }
}
