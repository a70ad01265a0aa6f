using System.Globalization;

namespace VideoChat.Domain.Rooms;

/// <summary>
/// The position of an event in a room's log, as <c>seq:event id</c>. If the log loses events, for example because a backup is restored, it
/// assigns their numbers again, to events with other ids. A position that is not in the log shows that this has happened.
/// </summary>
/// <param name="Seq">The number of the event; 0 before the first event.</param>
/// <param name="EventId">The id of the event; zero before the first event.</param>
public readonly record struct LogPosition(long Seq, Guid EventId)
{
    private const int IdLength = 36;

    /// <summary>The position before the first event, which every log contains.</summary>
    public static LogPosition Start => default;

    public static bool TryParse(string text, out LogPosition position)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        // The length is checked, because Guid ignores white space.
        if (colon > 0
            && text.Length - colon - 1 == IdLength
            && long.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            && Guid.TryParseExact(text.AsSpan(colon + 1), "D", out var eventId))
        {
            position = new LogPosition(seq, eventId);
            return true;
        }
        position = default;
        return false;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seq}:{EventId:D}");
}
