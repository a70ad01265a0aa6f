using VideoChat.Application.Rooms.ListRooms;

namespace VideoChat.Application.UnitTests.Rooms.ListRooms;

public sealed class ListRoomsQueryValidatorTests
{
    private readonly ListRoomsQueryValidator _validator = new();

    [TestCase(1)]
    [TestCase(1_000)]
    public void Validate_WhenTheLimitIsAtALimit_Agrees(int limit)
    {
        var result = _validator.Validate(new ListRoomsQuery(limit, null));

        Assert.That(result.IsValid, Is.True);
    }

    [TestCase(int.MinValue)]
    [TestCase(0)]
    [TestCase(1_001)]
    [TestCase(int.MaxValue)]
    public void Validate_WhenTheLimitIsOutOfRange_NamesTheLimit(int limit)
    {
        var result = _validator.Validate(new ListRoomsQuery(limit, Guid.NewGuid()));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Limit" }));
    }
}
