using System.Globalization;
using Microsoft.Extensions.Options;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>Where a connection begins.</summary>
/// <param name="Resumes">It was here before.</param>
/// <param name="Position">The number of the last event that it has; null where it cannot be told.</param>
/// <param name="LastSeq">The number of the newest event when it was added.</param>
public readonly record struct ResumeStart(bool Resumes, long? Position, long LastSeq);

/// <summary>
/// How a connection begins: added to the hub first, so that everything from then on is queued for it; then its own
/// <c>user_joined</c>, then what it missed, read from the log up to that moment, then the queue. No gap, no double.
/// </summary>
public sealed class RoomResume
{
    private readonly RoomHub _hub;
    private readonly RoomLogReader _log;
    private readonly IOptions<RealtimeOptions> _options;
    private readonly TimeProvider _clock;

    internal RoomResume(RoomHub hub, RoomLogReader log, IOptions<RealtimeOptions> options, TimeProvider clock)
    {
        _hub = hub;
        _log = log;
        _options = options;
        _clock = clock;
    }

    /// <summary>Adds the connection to the hub: from here on it gets what is sent, once it runs.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="after">Where the peer left off: a seq or a message id, as it was sent; null for a peer that is new.</param>
    public async Task<ResumeStart> AddAsync(RoomConnection connection, string? after)
    {
        var position = await FindAsync(connection.Room.Id, after);
        connection.SkipThrough = position ?? 0;
        return new ResumeStart(after is not null, position, await _hub.AddAsync(connection));
    }

    /// <summary>Runs the connection until it ends.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="start">What came of adding it.</param>
    /// <param name="receive">Takes each text frame, in order.</param>
    public Task RunAsync(RoomConnection connection, ResumeStart start, Func<ReadOnlyMemory<byte>, ValueTask> receive) =>
        connection.RunAsync(OpenAsync(connection, start), receive);

    /// <summary>Removes the connection from the hub, which must follow on every <see cref="AddAsync"/>.</summary>
    public Task RemoveAsync(RoomConnection connection) => _hub.RemoveAsync(connection);

    private async IAsyncEnumerable<FrameBatch> OpenAsync(RoomConnection connection, ResumeStart start)
    {
        var (resumes, position, lastSeq) = start;
        var user = connection.User;
        yield return FrameWriter.Write(new UserJoinedFrame(user.Id, user.Username, _clock.UtcTimestamp()));

        if (!resumes)
            yield break;
        if (position is not { } seq || lastSeq - seq > _options.Value.MaxResumeEvents)
        {
            RealtimeMetrics.Resumed(isReplay: false);
            yield return FrameWriter.Write(new ResyncFrame(lastSeq, _clock.UtcTimestamp()));
            yield break;
        }
        RealtimeMetrics.Resumed(isReplay: true);
        await foreach (var missed in _log.ReadAsync(connection.Room.Id, seq, lastSeq))
            yield return missed.Events.Frames;
    }

    /// <summary>The number of an event that exists, or 0; null where the position makes no sense.</summary>
    private async Task<long?> FindAsync(Guid roomId, string? after)
    {
        if (after is null)
            return null;
        if (long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            return seq <= await _log.GetLastSeqAsync(roomId) ? seq : null;
        return Guid.TryParseExact(after, "D", out var messageId) ? await _log.FindMessageSeqAsync(roomId, messageId) : null;
    }
}
