namespace VideoChat.Application.Health;

/// <summary>Tells how much of the disk of <c>Storage:Path</c> is left.</summary>
public interface IDiskProbe
{
    /// <summary>Null if the disk cannot be queried.</summary>
    DiskStatus? Read();
}

/// <param name="FreeBytes">Free on the disk, with what is reserved and booked.</param>
/// <param name="ReservedBytes">Of these, what only the database may use.</param>
/// <param name="BookedBytes">Of these, what uploads, transcodes and live streams under way will write.</param>
public sealed record DiskStatus(long FreeBytes, long ReservedBytes, long BookedBytes)
{
    /// <summary>Whether the database's reserve is being used.</summary>
    public bool IsLow => FreeBytes < ReservedBytes;
}
