using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Log;

/// <summary>Configuration section <c>RoomLog</c>: how writes are gathered into commits.</summary>
public sealed class RoomLogOptions
{
    public const string Section = "RoomLog";

    /// <summary>The most writes in one transaction.</summary>
    [Range(1, 10_000)]
    public int MaxBatch { get; set; } = 512;

    /// <summary>
    /// How many characters of content make a transaction full. A room gets what a transaction holds in one piece, and a
    /// piece that is larger than a socket's queue would end sockets that read as fast as they can.
    /// </summary>
    [Range(1_000, 100_000_000)]
    public int MaxBatchLength { get; set; } = 128 * 1_024;

    /// <summary>How many writes may wait; beyond that senders wait for a place.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 16_384;
}
