using VideoChat.Domain.UnitTests.Support;
using VideoChat.Domain.Users;

namespace VideoChat.Domain.UnitTests.Users;

public sealed class UserTests
{
    [TestCase("ab")]
    [TestCase("AZaz09_-")]
    [TestCase("--")]
    [TestCase("42")]
    public void Create_WhenTheUsernameIsGood_KeepsIt(string username)
    {
        var user = User.Create(username, Some.Time);

        Assert.That(user.Username, Is.EqualTo(username));
    }

    [TestCase(2)]
    [TestCase(50)]
    public void Create_WhenTheLengthIsAtALimit_KeepsTheUsername(int length)
    {
        var user = User.Create(new string('a', length), Some.Time);

        Assert.That(user.Username, Has.Length.EqualTo(length));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(51)]
    public void Create_WhenTheLengthIsBeyondALimit_Throws(int length)
    {
        var username = new string('a', length);

        Assert.That(() => User.Create(username, Some.Time), Throws.ArgumentException);
    }

    [TestCase("a b")]
    [TestCase("a.b")]
    [TestCase("a@b")]
    [TestCase("a\nb")]
    [TestCase("a\0b")]
    [TestCase("José")]
    [TestCase("ıbo")]
    [TestCase("१२३")]
    [TestCase("ＡＢ")]
    [TestCase("ab\u200B")]
    [TestCase("\U0001F600")]
    [TestCase("<b>")]
    public void Create_WhenACharacterIsNotAllowed_Throws(string username)
    {
        Assert.That(() => User.Create(username, Some.Time), Throws.ArgumentException);
    }

    [TestCase(" ada ")]
    [TestCase("\t\r\nada\u00A0\u3000")]
    public void Create_WhenThereIsWhiteSpaceAtTheEnds_CutsIt(string username)
    {
        var user = User.Create(username, Some.Time);

        Assert.That(user.Username, Is.EqualTo("ada"));
    }

    [Test]
    public void Create_WhenOnlyTheWhiteSpaceIsTooLong_KeepsTheUsername()
    {
        var user = User.Create(new string(' ', 60) + new string('a', 50), Some.Time);

        Assert.That(user.Username, Is.EqualTo(new string('a', 50)));
    }

    [Test]
    public void Create_WhenCalledTwice_GivesRisingIdsAndTheTime()
    {
        var first = User.Create("ada", Some.Time);
        var second = User.Create("ada", Some.Time);

        Assert.That(second.Id, Is.GreaterThan(first.Id));
        Assert.That(first.JoinedAt, Is.EqualTo(Some.Time));
    }
}
