using VideoChat.Domain.Common;

namespace VideoChat.Domain.UnitTests.Common;

public sealed class UserTextTests
{
    [TestCase("")]
    [TestCase("plain")]
    [TestCase("tab\tand\nline")]
    [TestCase("naïve 日本語 ‮ \uFFFF")]
    [TestCase("\U0001F600")]
    [TestCase("a\U0001F600\U0001F601b")]
    public void IsStorable_WhenTheTextIsWellFormed_IsTrue(string text)
    {
        var isStorable = UserText.IsStorable(text);

        Assert.That(isStorable, Is.True);
    }

    // The text is given as numbers, because the test report cannot contain a lone surrogate in a test's name.
    [TestCase(0x0000)]
    [TestCase(0x61, 0x0000, 0x62)]
    [TestCase(0xD83D)]
    [TestCase(0xDE00)]
    [TestCase(0xD83D, 0x61)]
    [TestCase(0x61, 0xDE00)]
    [TestCase(0xDE00, 0xD83D)]
    [TestCase(0xD83D, 0xD83D, 0xDE00)]
    [TestCase(0xD83D, 0xDE00, 0xDE00)]
    public void IsStorable_WhenTheTextHasNulOrALoneSurrogate_IsFalse(params int[] units)
    {
        var isStorable = UserText.IsStorable(string.Concat(units.Select(unit => (char)unit)));

        Assert.That(isStorable, Is.False);
    }
}
