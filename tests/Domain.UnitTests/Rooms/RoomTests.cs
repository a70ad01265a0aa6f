using VideoChat.Domain.Rooms;
using VideoChat.Domain.UnitTests.Support;

namespace VideoChat.Domain.UnitTests.Rooms;

public sealed class RoomTests
{
    [TestCase("ab")]
    [TestCase("General chat, №1 <b>&amp;</b>")]
    [TestCase("日本語")]
    [TestCase("\U0001F600")]
    [TestCase("\u200B\u200Ba")]
    [TestCase("\u05D0\u05D1")]
    [TestCase("\uE000\uE001")]
    public void Create_WhenTheNameIsGood_KeepsIt(string name)
    {
        var room = Room.Create(name, Some.Time);

        Assert.That(room.Name, Is.EqualTo(name));
    }

    [TestCase("\u200B\u200B")]
    [TestCase("\u202E\u2066")]
    [TestCase("\U000E0041\U000E0042")]
    [TestCase("\u3164\u3164")]
    [TestCase("\u2800\u2800")]
    [TestCase("\u115F\u1160")]
    [TestCase("\uFE0F\u034F")]
    [TestCase("\u200D\u0301\u00AD")]
    public void Create_WhenNothingOfTheNameIsVisible_Throws(string name)
    {
        Assert.That(() => Room.Create(name, Some.Time), Throws.ArgumentException);
    }

    [TestCase(2)]
    [TestCase(100)]
    public void Create_WhenTheLengthIsAtALimit_KeepsTheName(int length)
    {
        var room = Room.Create(new string('x', length), Some.Time);

        Assert.That(room.Name, Has.Length.EqualTo(length));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(101)]
    public void Create_WhenTheLengthIsBeyondALimit_Throws(int length)
    {
        var name = new string('x', length);

        Assert.That(() => Room.Create(name, Some.Time), Throws.ArgumentException);
    }

    [TestCase(0x0000)]
    [TestCase(0x0007)]
    [TestCase('\t')]
    [TestCase('\n')]
    [TestCase(0x001F)]
    [TestCase(0x007F)]
    [TestCase(0x0080)]
    [TestCase(0x009F)]
    [TestCase(0xD800)]
    [TestCase(0xDC00)]
    public void Create_WhenACharacterInsideIsAControlOrALoneSurrogate_Throws(int character)
    {
        var name = $"ab{(char)character}cd";

        Assert.That(() => Room.Create(name, Some.Time), Throws.ArgumentException);
    }

    [Test]
    public void Create_WhenThereIsWhiteSpaceAtTheEnds_CutsIt()
    {
        var room = Room.Create(" \t\r\n\u00A0General chat\u3000 ", Some.Time);

        Assert.That(room.Name, Is.EqualTo("General chat"));
    }

    [TestCase("   ")]
    [TestCase(" a ")]
    public void Create_WhenTooLittleIsLeftAfterTheTrim_Throws(string name)
    {
        Assert.That(() => Room.Create(name, Some.Time), Throws.ArgumentException);
    }

    [Test]
    public void Create_WhenCalledTwice_GivesRisingIdsAndTheTime()
    {
        var first = Room.Create("General", Some.Time);
        var second = Room.Create("General", Some.Time);

        Assert.That(second.Id, Is.GreaterThan(first.Id));
        Assert.That(first.CreatedAt, Is.EqualTo(Some.Time));
    }

    [Test]
    public void Create_WhenTheRoomIsNew_ItsLogIsEmpty()
    {
        var room = Room.Create("General", Some.Time);

        Assert.That(room.LastSeq, Is.Zero);
        Assert.That(room.Position, Is.EqualTo(LogPosition.Start));
    }
}
