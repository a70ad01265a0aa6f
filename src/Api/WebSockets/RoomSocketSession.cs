using FluentValidation;
using VideoChat.Api.ErrorHandling;
using VideoChat.Api.Limits.Frames;
using VideoChat.Application.Common;
using VideoChat.Application.Messages;
using VideoChat.Application.Messages.PostMessage;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms.SignalTyping;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Api.WebSockets;

/// <summary>Converts the frames of one socket to commands, and the results of the commands to frames for that socket.</summary>
internal sealed partial class RoomSocketSession(
    RoomConnection connection, FrameRate rate, string? address, RoomSocketSessions shared)
{
    // The semaphore is created on first use, because most sockets never send a message.
    private SemaphoreSlim? _inFlight;

    /// <summary>
    /// Handles a frame. The call completes when the message is queued in order, before it is stored. It waits for the disk only if
    /// too many messages of the socket are in flight.
    /// </summary>
    public async ValueTask ReceiveAsync(ReadOnlyMemory<byte> text)
    {
        switch (rate.Take())
        {
            case FrameVerdict.Refused:
                Refuse(ErrorCodes.RateLimited, "Too many frames; this one was not processed.");
                // The work of other sockets must run before the next frame of this one, so the method yields.
                await Task.Yield();
                return;
            case FrameVerdict.Flood:
                connection.Close(CloseCodes.TooMany, "too many frames");
                return;
        }

        switch (InboundFrame.Parse(text.Span))
        {
            case MessageInboundFrame message:
                await PostAsync(message);
                break;
            case TypingInboundFrame:
                await shared.Mediator.Send(new SignalTypingCommand(connection.Room.Id, connection.User.Id, connection.User.Username));
                break;
            case PingInboundFrame:
                connection.Send(new PongFrame(shared.Clock.UtcTimestamp()));
                break;
            case RefusedFrame refused:
                Refuse(refused.Code, refused.Reason);
                break;
        }
    }

    private async ValueTask PostAsync(MessageInboundFrame message)
    {
        if (await shared.Bytes.TakeAsync(address, message.Content) is { IsAllowed: false, RetryAfter: var wait })
        {
            Refuse(ErrorCodes.RateLimited, $"{shared.Bytes.Detail} Try again in {Math.Ceiling(wait.TotalSeconds):0} s.");
            return;
        }
        _inFlight ??= new SemaphoreSlim(shared.MaxInFlight);
        await _inFlight.WaitAsync();
        using var trace = Telemetry.BeginTrace("message frame");
        PendingMessage pending;
        try
        {
            pending = await shared.Mediator.Send(
                new PostMessageCommand(connection.Room.Id, connection.User.Id, message.Content, message.ClientId));
        }
        catch (Exception exception)
        {
            _inFlight.Release();
            Refuse(exception);
            return;
        }
        _ = AnswerAsync(pending.Stored);
    }

    private async Task AnswerAsync(Task<PostedMessage> stored)
    {
        try
        {
            var posted = await stored;
            // A new message is broadcast to the room after its commit. A repeated message is sent only to this socket.
            if (posted.IsRepeat)
                connection.SendAgain(MessageFrame.From(posted.Message));
        }
        catch (Exception exception)
        {
            Refuse(exception);
        }
        finally
        {
            _inFlight!.Release();
        }
    }

    private void Refuse(Exception exception)
    {
        var code = MessageMetrics.CodeOf(exception);
        if (code == ErrorCodes.Internal)
            LogFailed(shared.Logger, exception, connection.Room.Id, connection.User.Id);
        Refuse(code, exception switch
        {
            ValidationException validation => ValidationErrors.ToSentence(ValidationErrors.ByField(validation)),
            _ when code == ErrorCodes.Internal => "An internal error occurred.",
            _ => exception.Message,
        });
    }

    private void Refuse(string code, string reason)
    {
        MessageMetrics.Refused(code);
        connection.Send(new ErrorFrame(code, reason, shared.Clock.UtcTimestamp()));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A frame failed, room {RoomId}, user {UserId}")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid roomId, Guid userId);
}
