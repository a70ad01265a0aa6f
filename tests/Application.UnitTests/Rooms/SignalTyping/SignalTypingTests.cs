using Moq;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms.SignalTyping;
using VideoChat.Application.UnitTests.Support;

namespace VideoChat.Application.UnitTests.Rooms.SignalTyping;

public sealed class SignalTypingTests
{
    [Test]
    public async Task Handle_WhenAUserIsTyping_SignalsTheOthersOnce()
    {
        var broadcaster = new Mock<IRoomBroadcaster>();
        var command = new SignalTypingCommand(Guid.NewGuid(), Guid.NewGuid(), "ada");

        await new SignalTypingCommandHandler(broadcaster.Object, Some.Clock()).Handle(command, CancellationToken.None);

        var frame = new TypingFrame(command.UserId, "ada", Some.Time);
        broadcaster.Verify(b => b.SignalAsync(command.RoomId, frame, command.UserId), Times.Once);
        broadcaster.VerifyNoOtherCalls();
    }
}
