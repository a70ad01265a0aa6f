using System.Globalization;
using System.Text;

namespace VideoChat.Domain.Common;

/// <summary>Rules for all text that users write.</summary>
public static class UserText
{
    /// <summary>Invisible characters that Unicode classifies as letters or symbols: Hangul fillers and the empty Braille pattern.</summary>
    private const string Blanks = "\u115F\u1160\u2800\u3164\uFFA0";

    /// <summary>
    /// Whether the text has a visible character: not only spaces, zero-width or direction characters, tags, or marks without a letter.
    /// </summary>
    public static bool IsVisible(string text) => text.EnumerateRunes().Any(rune =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned)
        && !(rune.IsBmp && Blanks.Contains((char)rune.Value)));

    /// <summary>
    /// Whether the text can be stored and sent: it has no U+0000, which PostgreSQL rejects, and no lone surrogate, which UTF-8
    /// cannot encode.
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
