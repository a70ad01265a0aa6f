using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Application.Rooms.ListRooms;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.UnitTests.Rooms.ListRooms;

public sealed class ListRoomsTests
{
    private readonly Mock<IRoomRepository> _rooms = new();
    private readonly Mock<IMembershipRepository> _memberships = new();
    private readonly Dictionary<Guid, Guid[]> _members = [];

    [SetUp]
    public void SetUpMembers() => _memberships
        .Setup(m => m.ListOldestAsync(It.IsAny<Guid>(), It.IsAny<Guid>(), 10, It.IsAny<CancellationToken>()))
        .ReturnsAsync((Guid first, Guid last, int _, CancellationToken _) => _members
            .Where(entry => entry.Key.CompareTo(first) >= 0 && entry.Key.CompareTo(last) <= 0)
            .SelectMany(entry => entry.Value.Select(member => (entry.Key, Member: member)))
            .ToLookup(pair => pair.Key, pair => pair.Member));

    [Test]
    public async Task Handle_WhenRoomsHaveMembers_GivesEachRoomItsOwn()
    {
        var rooms = SomeRooms(3);
        Guid[] ofFirst = [Guid.NewGuid(), Guid.NewGuid()];
        Guid[] ofThird = [Guid.NewGuid()];
        _members[rooms[0].Id] = ofFirst;
        _members[rooms[2].Id] = ofThird;

        var page = await HandleAsync(new ListRoomsQuery(3, null), found: rooms);

        Assert.That(page.Items.Select(room => room.Name), Is.EqualTo(new[] { "room 1", "room 2", "room 3" }));
        Assert.That(page.Items.Select(room => room.Users), Is.EqualTo(new[] { ofFirst, [], ofThird }));
        Assert.That(page.Next, Is.Null);
    }

    [Test]
    public async Task Handle_WhenMoreThanTheLimitExist_LeadsOnFromTheLastOfThePage()
    {
        var rooms = SomeRooms(3);
        var last = rooms[1].Id;

        var page = await HandleAsync(new ListRoomsQuery(2, Guid.NewGuid()), found: rooms);

        Assert.That(page.Items.Select(room => room.Name), Is.EqualTo(new[] { "room 1", "room 2" }));
        Assert.That(page.Next, Is.EqualTo(last.ToString()));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(200)]
    public async Task Handle_Always_QueriesEachRepositoryAtMostOnce(int count)
    {
        await HandleAsync(new ListRoomsQuery(1_000, null), found: SomeRooms(count));

        Assert.That(_rooms.Invocations, Has.Count.EqualTo(1));
        Assert.That(_memberships.Invocations, Has.Count.LessThanOrEqualTo(1));
    }

    private static List<Room> SomeRooms(int count) =>
        [.. Enumerable.Range(1, count).Select(number => Some.Room($"room {number}"))];

    private Task<Page<RoomDto>> HandleAsync(ListRoomsQuery query, List<Room> found)
    {
        _rooms.Setup(r => r.ListAsync(query.Cursor, query.Limit + 1, It.IsAny<CancellationToken>())).ReturnsAsync(found);
        return new ListRoomsQueryHandler(_rooms.Object, _memberships.Object, new ListReads(), Some.Mapper).Handle(query, CancellationToken.None);
    }
}
