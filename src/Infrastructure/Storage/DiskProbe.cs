using System.Diagnostics.Metrics;
using VideoChat.Application.Common;
using VideoChat.Application.Health;

namespace VideoChat.Infrastructure.Storage;

internal sealed class DiskProbe : IDiskProbe
{
    private readonly DiskSpace _space;

    public DiskProbe(DiskSpace space, IMeterFactory meters)
    {
        _space = space;
        var meter = meters.Create(Telemetry.Name);
        Create("videochat.storage.free", "Bytes free on the disk of Storage:Path, with those that are reserved and booked.", disk => disk.FreeBytes);
        Create("videochat.storage.reserved", "Bytes of that disk that only the database may use.", disk => disk.ReservedBytes);
        Create("videochat.storage.booked", "Bytes of that disk that uploads, transcodes and live streams under way will write.", disk => disk.BookedBytes);

        void Create(string name, string description, Func<DiskStatus, long> select) => meter.CreateObservableGauge(
            name, () => Read() is { } disk ? [new Measurement<long>(select(disk))] : Array.Empty<Measurement<long>>(), "By", description);
    }

    public DiskStatus? Read()
    {
        try
        {
            var usage = _space.Read();
            return new DiskStatus(usage.FreeBytes, usage.ReserveBytes, usage.BookedBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
