using System.Globalization;
using VideoChat.Application.Realtime;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>
/// A message between machines about one room, one per line. It contains only ids, numbers and times: events and names are read from the
/// database. Hints that lead to frames without such a read are signed.
/// </summary>
internal abstract record Hint
{
    /// <summary>Parses a line; null if it is not a hint.</summary>
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

internal sealed record ReachedHint(long Seq) : Hint
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"reached:{Seq}");
}

/// <param name="Kind">joined, left or typing.</param>
/// <param name="UserId">The user; the receiver reads the name from the database.</param>
/// <param name="Timestamp">The timestamp of the frame.</param>
/// <param name="KnownTo">The machine whose listeners have received the signal already; empty if there is none.</param>
internal sealed record SignalHint(string Kind, Guid UserId, DateTime Timestamp, string KnownTo) : Hint
{
    /// <summary>Returns the hint for a frame; null if the frame is not sent to other machines.</summary>
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
