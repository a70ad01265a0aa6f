using System.Text.Json;
using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.Messages.ListMessages;
using VideoChat.Application.Realtime;
using VideoChat.Application.Serialization;
using VideoChat.Application.Snapshots;
using VideoChat.Application.Snapshots.GetSnapshot;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Users;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.UnitTests.Snapshots.GetSnapshot;

public sealed class GetSnapshotTests
{
    private readonly Room _room = Some.Room();
    private readonly User _ada = Some.User();
    private readonly NewestPages _newest = new();
    private readonly List<PresentUser> _present = [];
    private readonly Dictionary<Guid, User> _users = [];
    private FakeSnapshots _snapshots = null!;

    [SetUp]
    public void SetUpRoom() => _snapshots = new FakeSnapshots(_room);

    [Test]
    public void Handle_WhenThereIsNoSuchRoom_Throws() =>
        Assert.That(
            () => HandleAsync(roomId: Guid.NewGuid()), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));

    [Test]
    public void Handle_WhenTheDatabaseHasLostTheRoom_Throws()
    {
        _snapshots.IsLost = true;

        Assert.That(() => HandleAsync(), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));
    }

    [Test]
    public async Task Handle_WhenTheRoomIsEmpty_HasItsPositionAndNothingElse()
    {
        var snapshot = await HandleAsync();

        Assert.That(snapshot.Position, Is.EqualTo(LogPosition.Start.ToString()));
        Assert.That((snapshot.Room.Id, snapshot.Room.Name, snapshot.HasOlder), Is.EqualTo((_room.Id, _room.Name, false)));
        Assert.That(
            new[] { snapshot.Messages.Count, snapshot.Milestones.Count, snapshot.Users.Count, snapshot.Presence.Count, snapshot.Videos.Count, snapshot.LiveStreams.Count },
            Is.All.Zero);
    }

    [Test]
    public async Task Handle_WhenOlderMessagesExist_HasTheNewestAndTheMilestonesAfterTheFirstOfThem()
    {
        Milestone(1);
        Post(2);
        Post(3);
        Milestone(4);
        Post(5);

        var newest = await HandleAsync(limit: 2);
        var all = await HandleAsync(limit: 3);

        Assert.That(newest.Messages.Select(message => message.Seq), Is.EqualTo([3, 5]));
        Assert.That(newest.Milestones.Select(milestone => milestone.Seq), Is.EqualTo([4]));
        Assert.That(newest.HasOlder, Is.True);
        Assert.That(all.Messages.Select(message => message.Seq), Is.EqualTo([2, 3, 5]));
        Assert.That(all.Milestones.Select(milestone => milestone.Seq), Is.EqualTo([1, 4]));
        Assert.That(all.HasOlder, Is.False);
    }

    [Test]
    public async Task Handle_WhenThePageOfMessagesIsCached_ReadsItNoMoreAndReusesItsJson()
    {
        Post(1);
        Post(2);
        var first = await HandleAsync();

        var second = await HandleAsync();

        Assert.That(second.Messages, Is.SameAs(first.Messages));
        Assert.That(_snapshots.MessageQueries, Is.EqualTo(1));
        var plain = second with { Messages = [.. second.Messages] };
        Assert.That(JsonSerializer.Serialize(second, VideoChatJson.Options), Is.EqualTo(JsonSerializer.Serialize(plain, VideoChatJson.Options)));
    }

    [Test]
    public async Task Handle_WhenUsersAreConcerned_NamesEachOnce()
    {
        var (bob, eve, dan) = (Some.User("bob"), Some.User("eve"), Some.User("dan"));
        Post(1);
        Post(2);
        _snapshots.Videos.Add(Video.Create(Guid.NewGuid(), _room, bob, "clip", null, Some.Time));
        _present.AddRange([new(_ada.Id, "ada", 1), new(eve.Id, "eve", 2)]);
        AddMembers(_ada, dan);

        var snapshot = await HandleAsync();

        Assert.That(snapshot.Users, Is.EqualTo(new UserNameDto[] { new(_ada.Id, "ada"), new(bob.Id, "bob"), new(eve.Id, "eve"), new(dan.Id, "dan") }));
        Assert.That(snapshot.Room.Users, Is.EqualTo([_ada.Id, dan.Id]));
        Assert.That((snapshot.Room.MemberCount, snapshot.Room.Position), Is.EqualTo((2, snapshot.Position)));
        Assert.That(snapshot.Position, Does.StartWith("2:"));
        Assert.That((snapshot.Presence.Count, snapshot.Presence.Users.Count), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Handle_WhenMoreThan200UsersAreConcerned_NamesTheAuthorsThenThePresentUpToTheLimit()
    {
        Post(1);
        _present.AddRange(Enumerable.Range(1, 150).Select(number => new PresentUser(Guid.NewGuid(), $"present{number}", 1)));
        AddMembers([.. Enumerable.Range(1, 100).Select(number => Some.User($"member{number}"))]);

        var snapshot = await HandleAsync();

        string[] expected =
        [
            "ada", .. Enumerable.Range(1, 150).Select(number => $"present{number}"), .. Enumerable.Range(1, 49).Select(number => $"member{number}"),
        ];
        Assert.That(snapshot.Users.Select(user => user.Username), Is.EqualTo(expected));
    }

    [Test]
    public async Task Handle_WhenMoreThan200UsersAreConnected_CountsAllAndListsTheFirst()
    {
        _present.AddRange(Enumerable.Range(1, 201).Select(number => new PresentUser(Guid.NewGuid(), $"present{number}", 1)));

        var snapshot = await HandleAsync();

        Assert.That(snapshot.Presence.Count, Is.EqualTo(201));
        Assert.That(snapshot.Presence.Users, Is.EqualTo(_present.Take(200)));
        Assert.That(snapshot.Users, Has.Count.EqualTo(200));
    }

    [Test]
    public async Task Handle_WhenVideosAndLiveStreamsAreOn_HasTheirUrlsAndNoStreamKey()
    {
        var video = Video.Create(Guid.NewGuid(), _room, _ada, "clip", null, Some.Time);
        video.FileReceived(null, Some.Time);
        video.Finished(12.5, "/media/playlist.m3u8", null, Some.Time);
        _snapshots.Videos.Add(video);
        var stream = LiveStream.Create(
            Guid.NewGuid(), _room, _ada, "Friday", "secret", "playback", ":19350/live", "/media/live.m3u8", Some.Time);
        stream.Start(Some.Time);
        _snapshots.LiveStreams.Add(stream);

        var snapshot = await HandleAsync();

        Assert.That(snapshot.Videos.Single().PlaybackUrl, Is.EqualTo("https://chat.example.com/media/playlist.m3u8"));
        Assert.That(
            (snapshot.LiveStreams.Single().Status, snapshot.LiveStreams.Single().PullUrl),
            Is.EqualTo((LiveStreamStatus.Live, "https://chat.example.com/media/live.m3u8")));
        Assert.That(JsonSerializer.Serialize(snapshot, VideoChatJson.Options), Does.Not.Contain("secret").And.Not.Contain("19350"));
    }

    private void Post(long seq) => _snapshots.Messages.Add(Some.Message(_room, _ada, seq).Message);

    private void Milestone(long seq)
    {
        var milestone = Video.Create(Guid.NewGuid(), _room, _ada, "clip", null, Some.Time).Announce(Some.Time);
        milestone.AssignSeq(seq);
        _snapshots.Milestones.Add(milestone);
    }

    private void AddMembers(params User[] members)
    {
        foreach (var member in members)
        {
            _snapshots.Members.Add(member.Id);
            _users.Add(member.Id, member);
        }
    }

    private Task<SnapshotDto> HandleAsync(int limit = 50, Guid? roomId = null)
    {
        var presence = new Mock<IPresence>();
        presence.Setup(p => p.ListAsync(_room.Id, It.IsAny<CancellationToken>())).ReturnsAsync(_present);
        var users = new Mock<IUserDirectory>();
        users
            .Setup(u => u.FindManyAsync(It.IsAny<IReadOnlyCollection<Guid>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyCollection<Guid> ids, CancellationToken _) => ids.ToDictionary(id => id, id => _users[id]));
        var videos = Mock.Of<IVideoGateway>(
            gateway => gateway.GetPlayback(It.IsAny<Guid>()) == new VideoPlayback("/media/playlist.m3u8", null));
        return new GetSnapshotQueryHandler(
            Ports.Knowing(_room), _snapshots, _newest, presence.Object, users.Object, videos, Some.Mapper)
            .Handle(new GetSnapshotQuery(roomId ?? _room.Id, limit, new PublicAddress("https://chat.example.com")), CancellationToken.None);
    }
}
