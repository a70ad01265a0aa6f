namespace VideoChat.Infrastructure.Storage;

/// <summary>Reserves disk space for a file of unknown size, one step ahead of the writes.</summary>
internal sealed class StepwiseReservation(DiskSpace space, long step) : IDisposable
{
    private SpaceReservation? _reservation;

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
