using VideoChat.Application.Snapshots;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log.Recent;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

internal sealed class RoomSnapshots(PreparedReads reads, RecentEvents recent) : IRoomSnapshots
{
    // Most rooms have neither videos nor live streams, and the two conditions save their queries.
    private const string Head =
        """
        SELECT last_seq, last_event_id, member_count,
            EXISTS (SELECT 1 FROM videos WHERE room_id = $1), EXISTS (SELECT 1 FROM live_streams WHERE room_id = $1)
        FROM rooms
        WHERE id = $1
        """;

    public Task<TResult?> ReadAsync<TResult>(
        Guid roomId, Func<IRoomSnapshot, Task<TResult>> read, CancellationToken cancellationToken)
        where TResult : class =>
        reads.InSnapshotAsync(
            async reader =>
            {
                var found = await reader.ListAsync(
                    Head,
                    row => new RoomHead(roomId, row.GetPosition(0), row.GetInt32(2), row.GetBoolean(3), row.GetBoolean(4)),
                    cancellationToken, roomId);
                return found.Count == 0 ? null : await read(new RoomSnapshot(reader, recent, found[0]));
            },
            cancellationToken);
}

/// <param name="RoomId">The room.</param>
/// <param name="Position">The position of the newest event.</param>
/// <param name="MemberCount">The number of members.</param>
/// <param name="HasVideos">Whether the room has videos, of any status.</param>
/// <param name="HasLiveStreams">Whether the room has live streams, of any status.</param>
internal sealed record RoomHead(Guid RoomId, LogPosition Position, int MemberCount, bool HasVideos, bool HasLiveStreams);
