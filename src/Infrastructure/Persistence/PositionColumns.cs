using System.Data.Common;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Persistence;

internal static class PositionColumns
{
    /// <summary>Reads the columns <c>last_seq</c> and <c>last_event_id</c>, of which the latter is null in an empty log.</summary>
    public static LogPosition GetPosition(this DbDataReader row, int seq) =>
        new(row.GetInt64(seq), row.IsDBNull(seq + 1) ? Guid.Empty : row.GetGuid(seq + 1));
}
