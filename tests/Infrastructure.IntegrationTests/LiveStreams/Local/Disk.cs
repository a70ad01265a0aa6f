using Microsoft.Extensions.Logging.Abstractions;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local;

/// <summary>A disk whose free space a test sets.</summary>
internal static class Disk
{
    public static DiskSpace Large => With(() => long.MaxValue / 2);

    public static DiskSpace Full => With(() => 0);

    public static DiskSpace With(Func<long> free) => new(free, 0, TimeProvider.System, NullLogger<DiskSpace>.Instance);
}
