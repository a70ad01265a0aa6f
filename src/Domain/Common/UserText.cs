using System.Globalization;
using System.Text;

namespace VideoChat.Domain.Common;

/// <summary>What holds for every text that a person writes.</summary>
public static class UserText
{
    /// <summary>Characters without ink that Unicode counts among letters and symbols: the Hangul fillers and the empty Braille pattern.</summary>
    private const string Blanks = "\u115F\u1160\u2800\u3164\uFFA0";

    /// <summary>
    /// Whether there is anything to see: not only spaces, zero-width and direction characters, tags, or marks without a letter.
    /// </summary>
    public static bool IsVisible(string text) => text.EnumerateRunes().Any(rune =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned)
        && !(rune.IsBmp && Blanks.Contains((char)rune.Value)));

    /// <summary>
    /// Whether the text can be stored and sent as it is: no U+0000, which PostgreSQL cannot store, and no lone
    /// surrogate, which UTF-8 cannot carry.
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
