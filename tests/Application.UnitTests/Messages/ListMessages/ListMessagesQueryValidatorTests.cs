using VideoChat.Application.Messages.ListMessages;

namespace VideoChat.Application.UnitTests.Messages.ListMessages;

public sealed class ListMessagesQueryValidatorTests
{
    private readonly ListMessagesQueryValidator _validator = new();

    [TestCase(1)]
    [TestCase(100)]
    public void Validate_WhenTheLimitIsAtALimit_Agrees(int limit)
    {
        var result = _validator.Validate(new ListMessagesQuery(Guid.NewGuid(), null, null, limit));

        Assert.That(result.IsValid, Is.True);
    }

    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(101)]
    public void Validate_WhenTheLimitIsOutOfRange_NamesTheLimit(int limit)
    {
        var result = _validator.Validate(new ListMessagesQuery(Guid.NewGuid(), null, null, limit));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Limit" }));
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public void Validate_WhenOnlyOneOfBeforeAndAfterIsGiven_Agrees(bool hasBefore, bool hasAfter)
    {
        var query = new ListMessagesQuery(Guid.NewGuid(), hasBefore ? Guid.NewGuid() : null, hasAfter ? Guid.NewGuid() : null, 50);

        var result = _validator.Validate(query);

        Assert.That(result.IsValid, Is.True);
    }

    [Test]
    public void Validate_WhenBeforeAndAfterAreGiven_NamesBefore()
    {
        var result = _validator.Validate(new ListMessagesQuery(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), 50));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Before" }));
    }
}
