using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Log;

/// <summary>Configuration section <c>RoomLog</c>: how writes are grouped into commits.</summary>
public sealed class RoomLogOptions
{
    public const string Section = "RoomLog";

    /// <summary>The most writes in one transaction.</summary>
    [Range(1, 10_000)]
    public int MaxBatch { get; set; } = 512;

    /// <summary>
    /// The content of one transaction, in characters. A room's sockets get a transaction's events in one piece, and a piece larger than
    /// a socket's queue would close sockets that read as fast as they can.
    /// </summary>
    [Range(1_000, 100_000_000)]
    public int MaxBatchLength { get; set; } = 128 * 1_024;

    /// <summary>The most writes in the queue; beyond that senders wait.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 16_384;
}
