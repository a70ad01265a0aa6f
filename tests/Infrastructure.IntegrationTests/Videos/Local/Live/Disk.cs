using Microsoft.Extensions.Logging.Abstractions;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Live;

/// <summary>A disk with as much free space as a test says.</summary>
internal static class Disk
{
    public static DiskSpace Large => With(() => long.MaxValue / 2);

    public static DiskSpace Full => With(() => 0);

    public static DiskSpace With(Func<long> free) => new(free, 0, TimeProvider.System, NullLogger<DiskSpace>.Instance);
}
