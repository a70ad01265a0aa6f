using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.UnitTests.Rooms;

public sealed class LogPositionTests
{
    private const string Id = "0198c2f4-3d8b-7000-8000-0123456789ab";

    [Test]
    public void ToString_WhenParsed_GivesTheSamePosition()
    {
        var position = new LogPosition(4_711, Guid.Parse(Id));

        Assert.That(position.ToString(), Is.EqualTo($"4711:{Id}"));
        Assert.That(LogPosition.TryParse(position.ToString(), out var parsed), Is.True);
        Assert.That(parsed, Is.EqualTo(position));
    }

    [Test]
    public void Start_InText_IsZeroWithTheZeroId()
    {
        Assert.That(LogPosition.Start.ToString(), Is.EqualTo("0:00000000-0000-0000-0000-000000000000"));
    }

    [TestCase("")]
    [TestCase("7")]
    [TestCase(Id)]
    [TestCase($":{Id}")]
    [TestCase($"-7:{Id}")]
    [TestCase($"+7:{Id}")]
    [TestCase($" 7:{Id}")]
    [TestCase($"7,0:{Id}")]
    [TestCase($"٧:{Id}")]
    [TestCase($"99999999999999999999:{Id}")]
    [TestCase("7:")]
    [TestCase("7:8")]
    [TestCase($"7:{Id} ")]
    [TestCase($"7:{{{Id}}}")]
    [TestCase($"7:8:{Id}")]
    [TestCase("7:0198c2f43d8b700080000123456789ab")]
    public void TryParse_WhenTheTextIsNoPosition_ReturnsFalse(string text)
    {
        Assert.That(LogPosition.TryParse(text, out var position), Is.False);
        Assert.That(position, Is.EqualTo(LogPosition.Start));
    }
}
