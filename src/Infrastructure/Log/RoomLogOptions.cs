using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Log;

/// <summary>Configuration section <c>RoomLog</c>.</summary>
public sealed class RoomLogOptions
{
    public const string Section = "RoomLog";

    /// <summary>The maximum number of writes per transaction.</summary>
    [Range(1, 10_000)]
    public int MaxBatch { get; set; } = 512;

    /// <summary>
    /// The maximum length of the content per transaction, in characters. The events of a transaction are sent to a socket together, so they
    /// must fit into the socket's queue.
    /// </summary>
    [Range(1_000, 100_000_000)]
    public int MaxBatchLength { get; set; } = 128 * 1_024;

    /// <summary>The maximum number of queued writes. If the queue is full, senders wait.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 16_384;
}
