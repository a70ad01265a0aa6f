namespace VideoChat.Domain.Common;

/// <summary>What holds for every text that a person writes.</summary>
public static class UserText
{
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
