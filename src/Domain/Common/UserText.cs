using System.Globalization;
using System.Text;

namespace VideoChat.Domain.Common;

/// <summary>Validation rules for all text that users enter.</summary>
public static class UserText
{
    /// <summary>Invisible characters that Unicode classifies as letters or symbols.</summary>
    private const string Blanks = "\u115F\u1160\u2800\u3164\uFFA0";

    /// <summary>
    /// Determines whether the text has at least one visible character. Spaces, control and format characters, and combining marks
    /// without a letter are not visible.
    /// </summary>
    public static bool IsVisible(string text) => text.EnumerateRunes().Any(rune =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned)
        && !(rune.IsBmp && Blanks.Contains((char)rune.Value)));

    /// <summary>
    /// Determines whether the text can be stored and sent: PostgreSQL rejects U+0000, and UTF-8 cannot encode an unpaired
    /// surrogate.
    /// </summary>
    public static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\0' || char.IsLowSurrogate(c))
                return false;
            if (char.IsHighSurrogate(c) && (++i == text.Length || !char.IsLowSurrogate(text[i])))
                return false;
        }
        return true;
    }
}
