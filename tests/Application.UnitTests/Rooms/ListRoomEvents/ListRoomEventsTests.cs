using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms.ListRoomEvents;
using VideoChat.Application.Serialization;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.UnitTests.Rooms.ListRoomEvents;

public sealed class ListRoomEventsTests
{
    private readonly Room _room = Some.Room();
    private readonly Mock<IRoomEventRepository> _roomEvents = new();

    [Test]
    public void Handle_WhenThereIsNoSuchRoom_Throws()
    {
        Assert.That(
            () => HandleAsync(new ListRoomEventsQuery(Guid.NewGuid(), 0, 2)),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));
    }

    [Test]
    public async Task Handle_WhenNoMoreThanTheLimitFollow_HasTheirFramesAndNoNext()
    {
        var events = SomeEvents(from: 6, count: 2);
        _roomEvents.Setup(r => r.ListAfterAsync(_room.Id, 5, 3, LogPosition.Start, It.IsAny<CancellationToken>())).ReturnsAsync(events);

        var page = await HandleAsync(new ListRoomEventsQuery(_room.Id, 5, 2));

        Assert.That(page.Items, Is.EqualTo(events.Select(EventFormats.ToFrame)));
        Assert.That(page.Next, Is.Null);
    }

    [Test]
    public async Task Handle_WhenMoreThanTheLimitFollow_LeadsOnFromTheLastSeqOfThePage()
    {
        var events = SomeEvents(from: 6, count: 3);
        _roomEvents.Setup(r => r.ListAfterAsync(_room.Id, 5, 3, LogPosition.Start, It.IsAny<CancellationToken>())).ReturnsAsync(events);

        var page = await HandleAsync(new ListRoomEventsQuery(_room.Id, 5, 2));

        Assert.That(page.Items.Select(frame => frame.Seq), Is.EqualTo(new[] { 6, 7 }));
        Assert.That(page.Next, Is.EqualTo("7"));
    }

    [Test]
    public async Task Handle_WhenReadingHasStoppedEarly_LeadsOnToTheLastThatWasRead()
    {
        var half = new string('x', IRoomEventRepository.MaxPageContent / 2);
        List<RoomEvent> events = [.. Enumerable.Range(6, 2).Select(seq => Some.Message(_room, Some.User(), seq, half))];
        _roomEvents.Setup(r => r.ListAfterAsync(_room.Id, 5, 1_001, LogPosition.Start, It.IsAny<CancellationToken>())).ReturnsAsync(events);

        var page = await HandleAsync(new ListRoomEventsQuery(_room.Id, 5, 1_000));

        Assert.That(page.Items.Select(frame => frame.Seq), Is.EqualTo(new[] { 6 }));
        Assert.That(page.Next, Is.EqualTo("6"));
    }

    private List<RoomEvent> SomeEvents(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(seq => Some.Message(_room, Some.User(), seq))];

    private Task<Page<RoomEventFrame>> HandleAsync(ListRoomEventsQuery query)
    {
        _roomEvents.Setup(r => r.FindPositionAsync(_room.Id, It.IsAny<CancellationToken>())).ReturnsAsync(LogPosition.Start);
        return new ListRoomEventsQueryHandler(Ports.Knowing(_room), _roomEvents.Object).Handle(query, CancellationToken.None);
    }
}
