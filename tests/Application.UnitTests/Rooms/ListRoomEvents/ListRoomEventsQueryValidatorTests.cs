using VideoChat.Application.Rooms.ListRoomEvents;

namespace VideoChat.Application.UnitTests.Rooms.ListRoomEvents;

public sealed class ListRoomEventsQueryValidatorTests
{
    private readonly ListRoomEventsQueryValidator _validator = new();

    [TestCase(0, 1)]
    [TestCase(0, 1_000)]
    [TestCase(long.MaxValue, 100)]
    public void Validate_WhenBothAreInRange_Agrees(long after, int limit)
    {
        var result = _validator.Validate(new ListRoomEventsQuery(Guid.NewGuid(), after, limit));

        Assert.That(result.IsValid, Is.True);
    }

    [TestCase(-1)]
    [TestCase(long.MinValue)]
    public void Validate_WhenAfterIsNegative_NamesAfter(long after)
    {
        var result = _validator.Validate(new ListRoomEventsQuery(Guid.NewGuid(), after, 100));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "After" }));
    }

    [TestCase(0)]
    [TestCase(1_001)]
    public void Validate_WhenTheLimitIsOutOfRange_NamesTheLimit(int limit)
    {
        var result = _validator.Validate(new ListRoomEventsQuery(Guid.NewGuid(), 0, limit));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Limit" }));
    }
}
