using VideoChat.Domain.Events;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Log.Recent;

namespace VideoChat.Infrastructure.IntegrationTests.Log.Recent;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RecentEventsTests
{
    private readonly Room _room = Some.Room();
    private readonly User _user = Some.User();
    private readonly RecentEvents _recent = new();
    private long _last;

    [Test]
    public void FindAfter_WhenTheRoomIsUnknown_FindsNothing()
    {
        Assert.That(_recent.FindAfter(_room.Id, Some.Position(_room.Id, 1), 0, 1), Is.Null);
    }

    [Test]
    public void FindAfter_WhenAllAreThere_FindsThemInOrder()
    {
        Add(5, 9);

        Assert.That(SeqsAfter(4, 5), Is.EqualTo(new[] { 5, 6, 7, 8, 9 }));
        Assert.That(SeqsAfter(6, 2), Is.EqualTo(new[] { 7, 8 }));
    }

    [TestCase(3, 2)]
    [TestCase(8, 2)]
    [TestCase(long.MaxValue, 2)]
    public void FindAfter_WhenOneIsOlderOrNewer_FindsNothing(long after, int limit)
    {
        Add(5, 9);

        Assert.That(_recent.FindAfter(_room.Id, Some.Position(_room.Id, _last), after, limit), Is.Null);
    }

    [TestCase(10, 3, new long[] { 9, 8, 7 })]
    [TestCase(8, 3, new long[] { 7, 6, 5 })]
    public void FindMessagesBefore_WhenAllAreThere_FindsTheNewestFirst(long before, int limit, long[] expected)
    {
        Add(5, 9);

        Assert.That(SeqsBefore(before, limit), Is.EqualTo(expected));
    }

    [TestCase(7, 3)]
    [TestCase(5, 3)]
    [TestCase(2, 3)]
    public void FindMessagesBefore_WhenOneIsOlderOrNewer_FindsNothing(long before, int limit)
    {
        Add(5, 9);

        Assert.That(SeqsBefore(before, limit), Is.Null);
    }

    [Test]
    public void FindMessagesBefore_WhenTheRoomHasANewerEvent_FindsNothing()
    {
        Add(5, 9);

        Assert.That(_recent.FindMessagesBefore(_room.Id, Some.Position(_room.Id, 10), beforeSeq: 11, 3), Is.Null);
        Assert.That(_recent.FindMessagesBefore(_room.Id, Some.Position(_room.Id, 10), beforeSeq: 8, 3), Is.Null);
    }

    [Test]
    public void FindMessagesBefore_WhenALaterEventChangedAMessage_FindsItsNewestState()
    {
        var posted = Some.Message(_room, _user, 1, "first");
        var (second, changed) = (Some.Message(_room, _user, 2), Change(posted, 4, "third"));
        _recent.Add(_room.Id, LogPosition.Start, [posted, second]);
        _recent.Add(_room.Id, second.Position, [Change(posted, 3, "second"), changed]);

        var found = _recent.FindMessagesBefore(_room.Id, changed.Position, beforeSeq: 5, 10);

        Assert.That(found!.Select(message => (message.Seq, message.Content)), Is.EqualTo(new[] { (2L, "message 2"), (1L, "third") }));
        Assert.That(_recent.FindMessagesBefore(_room.Id, changed.Position, beforeSeq: 2, 10)!.Single().Content, Is.EqualTo("third"));
    }

    [TestCase(4, new long[] { 3, 2, 1 })]
    [TestCase(1, new long[0])]
    public void FindMessagesBefore_WhenTheRoomHasNoOlder_FindsWhatThereIs(long before, long[] expected)
    {
        Add(1, 5);

        Assert.That(SeqsBefore(before, 10), Is.EqualTo(expected));
    }

    [Test]
    public void Add_WhenTheyFollow_KeepsTheNewest()
    {
        Add(1, 100);
        Add(101, 150);

        Assert.That(SeqsAfter(150 - RecentEvents.MaxEvents, RecentEvents.MaxEvents), Is.Ordered);
        Assert.That(SeqsAfter(150 - RecentEvents.MaxEvents - 1, 2), Is.Null);
    }

    [Test]
    public void Add_WhenTheyComeOneByOne_KeepsTheNewest()
    {
        for (var seq = 1; seq <= 500; seq++)
        {
            Add(seq, seq);

            var kept = Math.Min(seq, RecentEvents.MaxEvents);
            Assert.That(SeqsAfter(seq - kept, kept), Is.EqualTo(Range(seq - kept + 1, seq)));
            Assert.That(SeqsBefore(seq + 1, kept), Is.EqualTo(Range(seq - kept + 1, seq).Reverse()));
        }
        Assert.That(SeqsAfter(500 - RecentEvents.MaxEvents - 1, 2), Is.Null);
    }

    [Test]
    public void Add_WhenNumbersAreMissingInBetween_KeepsTheNewerAlone()
    {
        Add(1, 3);
        Add(5, 6);
        Add(2, 3);

        Assert.That(SeqsAfter(4, 2), Is.EqualTo(new[] { 5, 6 }));
        Assert.That(SeqsAfter(2, 1), Is.Null);
    }

    [TestCase(3, 6)]
    [TestCase(1, 2)]
    [TestCase(1, 8)]
    [TestCase(4, 8)]
    public void Add_WhenTheyMeetOrOverlap_KeepsEachOnce(long first, long last)
    {
        Add(3, 5);
        Add(first, last);

        var (start, end) = (Math.Min(3, first), Math.Max(5, last));
        Assert.That(SeqsAfter(start - 1, (int)(end - start + 1)), Is.EqualTo(Range(start, end)));
    }

    [Test]
    public void Find_WhenTheDatabaseHasAnotherEventWithTheSeq_FindsNothing()
    {
        Add(1, 9);

        Assert.That(_recent.FindAfter(_room.Id, Some.Position(_room.Id, 9, branch: 1), 4, 2), Is.Null);
        Assert.That(_recent.FindMessagesBefore(_room.Id, Some.Position(_room.Id, 9, branch: 1), 10, 2), Is.Null);
    }

    [Test]
    public void Find_WhenTheDatabaseHasLostTheNewest_FindsWhatItStillHas()
    {
        Add(1, 9);

        Assert.That(
            _recent.FindAfter(_room.Id, Some.Position(_room.Id, 7), 4, 3)!.Select(found => found.Seq), Is.EqualTo(new[] { 5, 6, 7 }));
        Assert.That(_recent.FindAfter(_room.Id, Some.Position(_room.Id, 7), 4, 4), Is.Null);
        Assert.That(
            _recent.FindMessagesBefore(_room.Id, Some.Position(_room.Id, 7), 8, 2)!.Select(found => found.Seq), Is.EqualTo(new[] { 7, 6 }));
    }

    [TestCase(5, 7, Description = "follow the part that is left")]
    [TestCase(10, 12, Description = "have outgrown the lost part")]
    [TestCase(3, 12)]
    public void Add_WhenTheLogHasLostEvents_KeepsOnlyTheNewEvents(long first, long last)
    {
        Add(1, 9);
        var events = Range(first, last).Select(seq => Some.Message(_room, _user, seq, branch: 1)).ToList();

        _recent.Add(_room.Id, Some.Position(_room.Id, first - 1, branch: 1), events);

        var newest = Some.Position(_room.Id, last, branch: 1);
        Assert.That(_recent.FindAfter(_room.Id, newest, first - 1, events.Count), Is.EqualTo(events));
        Assert.That(_recent.FindAfter(_room.Id, newest, first - 2, events.Count), Is.Null);
    }

    [Test]
    public void Add_WhenTheEventBeforeIsUnknown_JoinsOnlyWhatOverlaps()
    {
        Add(1, 3);
        _recent.Add(_room.Id, previous: null, [Some.Message(_room, _user, 4), Some.Message(_room, _user, 5)]);
        _last = 5;
        Assert.That(SeqsAfter(2, 3), Is.Null);

        _recent.Add(_room.Id, previous: null, [Some.Message(_room, _user, 3), Some.Message(_room, _user, 4)]);
        Assert.That(SeqsAfter(2, 3), Is.EqualTo(new[] { 3, 4, 5 }));
    }

    [Test]
    public void Forget_WhenTheRoomIsKnown_FindsNothing()
    {
        Add(1, 9);

        _recent.Forget(_room.Id);

        Assert.That(SeqsAfter(4, 2), Is.Null);
    }

    private static MessageChanged Change(MessagePosted posted, long seq, string content)
    {
        var changed = new MessageChanged(posted.Message with { Content = content });
        changed.AssignSeq(seq);
        return changed;
    }

    private static IEnumerable<long> Range(long first, long last) =>
        Enumerable.Range(0, (int)(last - first + 1)).Select(i => first + i);

    private void Add(long first, long last)
    {
        _recent.Add(_room.Id, Some.Position(_room.Id, first - 1), [.. Range(first, last).Select(seq => Some.Message(_room, _user, seq))]);
        _last = Math.Max(_last, last);
    }

    private IEnumerable<long>? SeqsAfter(long after, int limit) =>
        _recent.FindAfter(_room.Id, Some.Position(_room.Id, _last), after, limit)?.Select(roomEvent => roomEvent.Seq);

    private List<long>? SeqsBefore(long before, int limit) =>
        _recent.FindMessagesBefore(_room.Id, Some.Position(_room.Id, _last), before, limit)?.ConvertAll((Message message) => message.Seq);

    private sealed class MessageChanged(Message message)
        : RoomEvent(Guid.NewGuid(), message.RoomId, message.Timestamp), IMessageEvent
    {
        public override EventKind EventKind => EventKind.MessagePosted;

        public Message? Message => message;
    }
}
