using MediatR;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Common;

namespace VideoChat.Application.Rooms.SignalTyping;

/// <summary>Signals to the other users in a room that a user is typing. The signal is not stored.</summary>
public sealed record SignalTypingCommand(Guid RoomId, Guid UserId, string Username) : IRequest<Unit>;

internal sealed class SignalTypingCommandHandler(IRoomBroadcaster broadcaster, TimeProvider clock)
    : IRequestHandler<SignalTypingCommand, Unit>
{
    public async Task<Unit> Handle(SignalTypingCommand command, CancellationToken cancellationToken)
    {
        var frame = new TypingFrame(command.UserId, command.Username, clock.UtcTimestamp());

        await broadcaster.SignalAsync(command.RoomId, frame, exceptUserId: command.UserId);

        return Unit.Value;
    }
}
