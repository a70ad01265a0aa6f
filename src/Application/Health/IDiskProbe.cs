namespace VideoChat.Application.Health;

/// <summary>Reads the free space on the disk of <c>Storage:Path</c>.</summary>
public interface IDiskProbe
{
    /// <summary>Returns null if the disk cannot be queried.</summary>
    DiskStatus? Read();
}

/// <param name="FreeBytes">Free space, including what is reserved and booked.</param>
/// <param name="ReservedBytes">The part of the free space that only the database may use.</param>
/// <param name="BookedBytes">The part of the free space that running uploads, transcodes and live streams will write.</param>
public sealed record DiskStatus(long FreeBytes, long ReservedBytes, long BookedBytes)
{
    /// <summary>Whether the free space has fallen below the database's reserve.</summary>
    public bool IsLow => FreeBytes < ReservedBytes;
}
