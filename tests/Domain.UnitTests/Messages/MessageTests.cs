using VideoChat.Domain.Messages;
using VideoChat.Domain.UnitTests.Support;

namespace VideoChat.Domain.UnitTests.Messages;

public sealed class MessageTests
{
    [Test]
    public void Post_WhenAllIsGood_CarriesWhoSaidWhatWhereAndWhen()
    {
        var room = Some.Room();
        var user = Some.User();

        var message = Message.Post(room, user, "hello", "c-1", Some.Time);

        Assert.That(message.RoomId, Is.EqualTo(room.Id));
        Assert.That(message.UserId, Is.EqualTo(user.Id));
        Assert.That(message.Username, Is.EqualTo(user.Username));
        Assert.That(message.Content, Is.EqualTo("hello"));
        Assert.That(message.ClientId, Is.EqualTo("c-1"));
        Assert.That(message.Timestamp, Is.EqualTo(Some.Time));
        Assert.That(message.Id.Version, Is.EqualTo(7));
    }

    [Test]
    public void Post_WhenThereIsWhiteSpaceAtTheEnds_CutsItAndNoMore()
    {
        var message = Post(" \r\n\u00A0two  words\n<b>&amp;</b>\u3000 ");

        Assert.That(message.Content, Is.EqualTo("two  words\n<b>&amp;</b>"));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("\t\r\n\u00A0\u3000")]
    public void Post_WhenTheContentIsBlank_Throws(string content)
    {
        Assert.That(() => Post(content), Throws.ArgumentException);
    }

    [TestCase(0x0000)]
    [TestCase(0xD83D)]
    [TestCase(0xDE00)]
    public void Post_WhenTheContentCannotBeStored_Throws(int character)
    {
        var content = $"a{(char)character}b";

        Assert.That(() => Post(content), Throws.ArgumentException);
    }

    [Test]
    public void Post_WhenThereIsNoClientId_HasNone()
    {
        var message = Post("hello", clientId: null);

        Assert.That(message.ClientId, Is.Null);
    }

    [TestCase(1)]
    [TestCase(64)]
    public void Post_WhenTheClientIdsLengthIsAtALimit_KeepsIt(int length)
    {
        var message = Post("hello", new string('c', length));

        Assert.That(message.ClientId, Has.Length.EqualTo(length));
    }

    [TestCase(0)]
    [TestCase(65)]
    public void Post_WhenTheClientIdsLengthIsBeyondALimit_Throws(int length)
    {
        var clientId = new string('c', length);

        Assert.That(() => Post("hello", clientId), Throws.ArgumentException);
    }

    [TestCase(0x0000)]
    [TestCase(0xD83D)]
    public void Post_WhenTheClientIdCannotBeStored_Throws(int character)
    {
        var clientId = $"c{(char)character}";

        Assert.That(() => Post("hello", clientId), Throws.ArgumentException);
    }

    [Test]
    public void Post_WhenTheClientIdHasWhiteSpace_KeepsItAsItIs()
    {
        var message = Post("hello", " c ");

        Assert.That(message.ClientId, Is.EqualTo(" c "));
    }

    [Test]
    public void PlaceAt_WhenTheLogNumbersIt_HasThatSeq()
    {
        var message = Post("hello");

        message.AssignSeq(7);

        Assert.That(message.Seq, Is.EqualTo(7));
    }

    [Test]
    public void IsRepeatOf_WhenTheContentIsTheSame_IsTrue()
    {
        var first = Post("hello", "c-1");
        var again = Post(" hello ", "c-1");

        Assert.That(again.IsRepeatOf(first.Message), Is.True);
    }

    [TestCase("Hello")]
    [TestCase("hello!")]
    [TestCase("he\u0301llo")]
    public void IsRepeatOf_WhenTheContentDiffers_IsFalse(string content)
    {
        var first = Post("hello", "c-1");
        var other = Post(content, "c-1");

        Assert.That(other.IsRepeatOf(first.Message), Is.False);
    }

    private static MessagePosted Post(string content, string? clientId = "c-1") =>
        Message.Post(Some.Room(), Some.User(), content, clientId, Some.Time);
}
