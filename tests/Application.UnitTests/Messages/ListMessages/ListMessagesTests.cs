using System.Text.Json;
using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.Messages;
using VideoChat.Application.Messages.ListMessages;
using VideoChat.Application.Serialization;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Application.UnitTests.Messages.ListMessages;

public sealed class ListMessagesTests
{
    private readonly Room _room = Some.Room();
    private readonly User _user = Some.User();
    private readonly Mock<IRoomEventRepository> _roomEvents = new();
    private readonly Mock<IMessageRepository> _messages = new();
    private readonly NewestPages _newest = new();
    private List<Message> _log = [];

    [SetUp]
    public void SetUpRepositories()
    {
        _roomEvents
            .Setup(r => r.FindPositionAsync(_room.Id, It.IsAny<CancellationToken>()))
            .ReturnsAsync(() => _log.Count == 0 ? LogPosition.Start : new LogPosition(_log[^1].Seq, _log[^1].Id));
        _messages
            .Setup(r => r.FindSeqAsync(_room.Id, It.IsAny<Guid>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((Guid _, Guid id, CancellationToken _) => _log.Find(message => message.Id == id)?.Seq);
        _messages
            .Setup(r => r.ListAfterAsync(_room.Id, It.IsAny<long>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((Guid _, long seq, int limit, CancellationToken _) =>
                [.. _log.Where(message => message.Seq > seq).Take(limit)]);
        _messages
            .Setup(r => r.ListBeforeAsync(_room.Id, It.IsAny<long>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((Guid _, long seq, int limit, CancellationToken _) =>
                [.. _log.Where(message => message.Seq < seq).Reverse().Take(limit)]);
        _messages
            .Setup(r => r.ListNewestAsync(_room.Id, It.IsAny<LogPosition>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((Guid _, LogPosition newest, int limit, CancellationToken _) =>
                [.. _log.Where(message => message.Seq <= newest.Seq).Reverse().Take(limit)]);
    }

    [Test]
    public void Handle_WhenThereIsNoSuchRoom_Throws()
    {
        var query = new ListMessagesQuery(Guid.NewGuid(), null, null, 3);

        Assert.That(() => HandleAsync(query), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Handle_WhenThereIsNoSuchMessage_Throws(bool before)
    {
        FillLog(5);
        var unknown = Guid.NewGuid();
        var query = new ListMessagesQuery(_room.Id, before ? unknown : null, before ? null : unknown, 3);

        Assert.That(() => HandleAsync(query), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Message not found"));
    }

    [Test]
    public async Task Handle_WhenTheRoomIsEmpty_HasNothingAndNoCursors()
    {
        var page = await HandleAsync(new ListMessagesQuery(_room.Id, null, null, 3));

        AssertPage(page, seqs: [], previous: null, next: null);
    }

    [TestCase(2)]
    [TestCase(3)]
    public async Task Handle_WhenTheNewestAreAllThereAre_HasNoCursors(int count)
    {
        FillLog(count);

        var page = await HandleAsync(new ListMessagesQuery(_room.Id, null, null, 3));

        AssertPage(page, seqs: [.. Enumerable.Range(1, count)], previous: null, next: null);
    }

    [Test]
    public async Task Handle_WhenThereAreOlderThanTheNewest_LeadsBack()
    {
        FillLog(5);

        var page = await HandleAsync(new ListMessagesQuery(_room.Id, null, null, 3));

        AssertPage(page, seqs: [3, 4, 5], previous: 3, next: null);
    }

    [Test]
    public async Task Handle_WhenTheNewestAreRequestedAgain_ReturnsTheCurrentNewest()
    {
        FillLog(3);
        var first = await HandleAsync(new ListMessagesQuery(_room.Id, null, null, 3));
        var same = await HandleAsync(new ListMessagesQuery(_room.Id, null, null, 3));
        var fewer = await HandleAsync(new ListMessagesQuery(_room.Id, null, null, 2));
        _log.Add(Some.Message(_room, _user, 4, "message 4").Message);

        var newer = await HandleAsync(new ListMessagesQuery(_room.Id, null, null, 3));

        Assert.That(same, Is.SameAs(first));
        AssertPage(fewer, seqs: [2, 3], previous: 2, next: null);
        AssertPage(newer, seqs: [2, 3, 4], previous: 2, next: null);
        Assert.That(
            JsonSerializer.Serialize<object>(newer.Items, VideoChatJson.Options),
            Is.EqualTo(JsonSerializer.Serialize(newer.Items.ToArray(), VideoChatJson.Options)));
    }

    [Test]
    public async Task Handle_WhenThereAreOlderBeforeAMessage_LeadsBothWays()
    {
        FillLog(8);

        var page = await HandleAsync(new ListMessagesQuery(_room.Id, Before: IdOf(6), null, 3));

        AssertPage(page, seqs: [3, 4, 5], previous: 3, next: 5);
    }

    [Test]
    public async Task Handle_WhenTheOldestAreBeforeAMessage_LeadsForwardOnly()
    {
        FillLog(8);

        var page = await HandleAsync(new ListMessagesQuery(_room.Id, Before: IdOf(4), null, 3));

        AssertPage(page, seqs: [1, 2, 3], previous: null, next: 3);
    }

    [Test]
    public async Task Handle_WhenNothingIsBeforeAMessage_HasNothingAndNoCursors()
    {
        FillLog(3);

        var page = await HandleAsync(new ListMessagesQuery(_room.Id, Before: IdOf(1), null, 3));

        AssertPage(page, seqs: [], previous: null, next: null);
    }

    [Test]
    public async Task Handle_WhenThereAreMoreAfterAMessage_LeadsBothWays()
    {
        FillLog(8);

        var page = await HandleAsync(new ListMessagesQuery(_room.Id, null, After: IdOf(2), 3));

        AssertPage(page, seqs: [3, 4, 5], previous: 3, next: 5);
    }

    [Test]
    public async Task Handle_WhenTheNewestAreAfterAMessage_LeadsBackOnly()
    {
        FillLog(8);

        var page = await HandleAsync(new ListMessagesQuery(_room.Id, null, After: IdOf(5), 3));

        AssertPage(page, seqs: [6, 7, 8], previous: 6, next: null);
    }

    [Test]
    public async Task Handle_WhenNothingIsAfterAMessage_HasNothingAndNoCursors()
    {
        FillLog(3);

        var page = await HandleAsync(new ListMessagesQuery(_room.Id, null, After: IdOf(3), 3));

        AssertPage(page, seqs: [], previous: null, next: null);
    }

    [Test]
    public async Task Handle_WhenTheWholeHistoryIsPagedBack_MeetsEveryMessageOnce()
    {
        FillLog(10);
        var seen = new List<long>();

        Guid? before = null;
        do
        {
            var page = await HandleAsync(new ListMessagesQuery(_room.Id, before, null, 3));
            seen.InsertRange(0, page.Items.Select(message => message.Seq));
            before = page.Previous is null ? null : Guid.Parse(page.Previous);
        }
        while (before is not null);

        Assert.That(seen, Is.EqualTo(Enumerable.Range(1, 10)));
    }

    private void FillLog(int count) =>
        _log = [.. Enumerable.Range(1, count).Select(seq => Some.Message(_room, _user, seq, $"message {seq}").Message)];

    private Guid IdOf(int seq) => _log[seq - 1].Id;

    private Task<Page<MessageDto>> HandleAsync(ListMessagesQuery query) =>
        new ListMessagesQueryHandler(Ports.Knowing(_room), _roomEvents.Object, _messages.Object, _newest).Handle(query, CancellationToken.None);

    private void AssertPage(Page<MessageDto> page, int[] seqs, int? previous, int? next)
    {
        Assert.That(page.Items.Select(message => message.Seq), Is.EqualTo(seqs));
        Assert.That(page.Previous, Is.EqualTo(previous is { } older ? IdOf(older).ToString() : null));
        Assert.That(page.Next, Is.EqualTo(next is { } newer ? IdOf(newer).ToString() : null));
    }
}
