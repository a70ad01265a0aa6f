using System.Globalization;
using VideoChat.Application.Realtime;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>
/// What machines tell one another of a room, a line each. Ids, numbers and times only: an event of the log and every name come
/// from the database, and what clients are told on this word alone is signed.
/// </summary>
internal abstract record Hint
{
    /// <summary>Reads a line; null where it is none of ours.</summary>
    public static Hint? Parse(string line) => line.Split(':') switch
    {
        ["reached", var seq] when long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
            new ReachedHint(number),
        [("joined" or "left" or "typing") and var kind, var user, var ticks, var machine]
            when Guid.TryParseExact(user, "N", out var userId)
                && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
                && time <= DateTime.MaxValue.Ticks =>
            new SignalHint(kind, userId, new DateTime(time, DateTimeKind.Utc), machine),
        _ => null,
    };
}

/// <summary>The room's log has reached a number.</summary>
internal sealed record ReachedHint(long Seq) : Hint
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"reached:{Seq}");
}

/// <summary>A user has come, has gone, or is typing: clients are told so on this word alone, where it is signed.</summary>
/// <param name="Kind">joined, left or typing.</param>
/// <param name="UserId">Who; the name is read from the database at the receiving end.</param>
/// <param name="Timestamp">When; clients see it as it stands.</param>
/// <param name="KnownTo">The machine whose listeners know already; empty where all are to be told.</param>
internal sealed record SignalHint(string Kind, Guid UserId, DateTime Timestamp, string KnownTo) : Hint
{
    /// <summary>Null where the frame is none that other machines hear of in this way.</summary>
    public static SignalHint? From(RoomFrame frame, string knownTo) => frame switch
    {
        TypingFrame typing => new SignalHint("typing", typing.UserId, typing.Timestamp, knownTo),
        UserJoinedFrame joined => new SignalHint("joined", joined.UserId, joined.Timestamp, knownTo),
        UserLeftFrame left => new SignalHint("left", left.UserId, left.Timestamp, knownTo),
        _ => null,
    };

    public RoomFrame ToFrame(string username) => Kind switch
    {
        "joined" => new UserJoinedFrame(UserId, username, Timestamp),
        "left" => new UserLeftFrame(UserId, username, Timestamp),
        _ => new TypingFrame(UserId, username, Timestamp),
    };

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind}:{UserId:N}:{Timestamp.Ticks}:{KnownTo}");
}
