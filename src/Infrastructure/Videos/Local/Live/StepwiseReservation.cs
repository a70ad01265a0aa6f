using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>Books the disk's space for a file of unknown size, one step ahead of what is written.</summary>
internal sealed class StepwiseReservation(DiskSpace space, long step) : IDisposable
{
    private SpaceReservation? _reservation;

    /// <summary>Books bytes that are about to be written; false if there is no room for them.</summary>
    public bool TryWrite(long bytes)
    {
        _reservation ??= space.TryReserve(step);
        if (_reservation is null || _reservation.Exhausted.IsCancellationRequested)
            return false;
        if (_reservation.BookedBytes < bytes && !_reservation.TryGrow(Math.Max(step, bytes)))
            return false;
        _reservation.Written(bytes);
        return true;
    }

    public void Dispose() => _reservation?.Dispose();
}
