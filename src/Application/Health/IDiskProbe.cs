namespace VideoChat.Application.Health;

/// <summary>Reads the free space on the disk of <c>Storage:Path</c>.</summary>
public interface IDiskProbe
{
    /// <summary>Returns the free space; null if the disk cannot be queried.</summary>
    DiskStatus? Read();
}

/// <param name="FreeBytes">The free space, including what is reserved for the database and for running writers.</param>
/// <param name="ReservedBytes">The part that only the database may use.</param>
/// <param name="BookedBytes">The part that is reserved for running uploads, transcodes and live streams.</param>
public sealed record DiskStatus(long FreeBytes, long ReservedBytes, long BookedBytes)
{
    /// <summary>Indicates whether less space is free than is reserved for the database.</summary>
    public bool IsLow => FreeBytes < ReservedBytes;
}
