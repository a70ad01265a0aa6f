using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Messages;
using VideoChat.Application.Messages.PostMessage;
using VideoChat.Application.Rooms;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Application.UnitTests.Messages.PostMessage;

public sealed class PostMessageTests
{
    private readonly Room _room = Some.Room();
    private readonly User _user = Some.User();
    private readonly Mock<IRoomLog> _log = new();
    private readonly TaskCompletionSource<Message> _stored = new();
    private MessagePosted? _appended;
    private Func<Message, object>? _answer;

    [SetUp]
    public void SetUpLog() => _log
        .Setup(l => l.EnqueueAsync(It.IsAny<MessagePosted>(), It.IsAny<IdempotentRequest?>(), It.IsAny<Func<Message, object>>(), It.IsAny<CancellationToken>()))
        .Returns((MessagePosted message, IdempotentRequest? _, Func<Message, object> answer, CancellationToken _) =>
        {
            (_appended, _answer) = (message, answer);
            return ValueTask.FromResult(new QueuedMessage(_stored.Task));
        });

    [Test]
    public void Handle_WhenThereIsNoSuchRoom_ThrowsAndAppendsNothing()
    {
        var command = new PostMessageCommand(Guid.NewGuid(), _user.Id, "hello", null);

        Assert.That(() => HandleAsync(command), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));
        Assert.That(_appended, Is.Null);
    }

    [Test]
    public void Handle_WhenThereIsNoSuchUser_ThrowsAndAppendsNothing()
    {
        var command = new PostMessageCommand(_room.Id, Guid.NewGuid(), "hello", null);

        Assert.That(() => HandleAsync(command), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("User not found"));
        Assert.That(_appended, Is.Null);
    }

    [Test]
    public async Task Handle_WhenBothExist_AppendsTheTrimmedMessage()
    {
        await HandleAsync(new PostMessageCommand(_room.Id, _user.Id, " hello ", "c-1"));

        Assert.That(_appended!.RoomId, Is.EqualTo(_room.Id));
        Assert.That(_appended.UserId, Is.EqualTo(_user.Id));
        Assert.That(_appended.Username, Is.EqualTo(_user.Username));
        Assert.That(_appended.Content, Is.EqualTo("hello"));
        Assert.That(_appended.ClientId, Is.EqualTo("c-1"));
        Assert.That(_appended.Timestamp, Is.EqualTo(Some.Time));
    }

    [Test]
    public async Task Handle_WhenTheMessageIsNotStoredYet_EndsWhileStoredIsPending()
    {
        var pending = await HandleAsync(Command());

        Assert.That(pending.Stored.IsCompleted, Is.False);
    }

    [Test]
    public async Task Handle_WhenTheMessageIsStored_AnswersWithItAndItsSeq()
    {
        var pending = await HandleAsync(Command());

        _appended!.AssignSeq(7);
        _stored.SetResult(_appended.Message);
        var posted = await pending.Stored;

        Assert.That(posted.Message, Is.EqualTo(new MessageDto(
            _appended.Id, _user.Id, _user.Username, _room.Id, "hello", Some.Time, Seq: 7, "c-1")));
        Assert.That(posted.IsRepeat, Is.False);
    }

    [Test]
    public async Task Handle_WhenTheClientIdRepeats_AnswersWithTheFirstAsARepeat()
    {
        var first = Some.Message(_room, _user, seq: 3, clientId: "c-1");
        var pending = await HandleAsync(Command());

        _stored.SetResult(first.Message);
        var posted = await pending.Stored;

        Assert.That(posted.Message.Id, Is.EqualTo(first.Id));
        Assert.That(posted.Message.Seq, Is.EqualTo(3));
        Assert.That(posted.IsRepeat, Is.True);
    }

    [Test]
    public async Task Handle_WhenTheLogFails_StoredFailsLikewise()
    {
        var pending = await HandleAsync(Command());

        _stored.SetException(new UnavailableException());

        Assert.That(() => pending.Stored, Throws.InstanceOf<UnavailableException>());
    }

    [Test]
    public async Task Handle_WhenTheLogRequestsTheAnswer_ReturnsTheResponseOfTheRequest()
    {
        var pending = await HandleAsync(Command());

        _stored.SetResult(_appended!.Message);
        var posted = await pending.Stored;

        Assert.That(_answer!(_appended!.Message), Is.EqualTo(posted.Message));
    }

    private PostMessageCommand Command() => new(_room.Id, _user.Id, "hello", "c-1");

    private Task<PendingMessage> HandleAsync(PostMessageCommand command)
    {
        var handler = new PostMessageCommandHandler(Ports.Knowing(_room), Ports.Knowing(_user), _log.Object, Some.Clock());
        return handler.Handle(command, CancellationToken.None);
    }
}
