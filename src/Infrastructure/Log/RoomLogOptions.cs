using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Log;

/// <summary>Configuration section <c>RoomLog</c>: how writes are grouped into commits.</summary>
public sealed class RoomLogOptions
{
    public const string Section = "RoomLog";

    /// <summary>The maximum number of writes in one transaction.</summary>
    [Range(1, 10_000)]
    public int MaxBatch { get; set; } = 512;

    /// <summary>
    /// The maximum content of one transaction, in characters. A room's sockets receive a transaction's events in one piece, and a piece
    /// larger than a socket's queue would disconnect even fast readers.
    /// </summary>
    [Range(1_000, 100_000_000)]
    public int MaxBatchLength { get; set; } = 128 * 1_024;

    /// <summary>The maximum number of queued writes. Senders wait while the queue is full.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 16_384;
}
