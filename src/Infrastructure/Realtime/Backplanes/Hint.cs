using System.Globalization;
using VideoChat.Application.Realtime;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>
/// Notifies other machines of stored events or of a signal in a room. The machines read the events from the database.
/// </summary>
internal abstract record Hint
{
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

/// <param name="KnownTo">The machine that has already delivered the signal to its own sockets; empty if there is none.</param>
internal sealed record SignalHint(string Kind, Guid UserId, DateTime Timestamp, string KnownTo) : Hint
{
    /// <summary>Creates the hint for a frame. Returns null if frames of this type stay on one machine.</summary>
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
