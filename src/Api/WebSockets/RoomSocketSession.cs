using FluentValidation;
using MediatR;
using VideoChat.Api.ErrorHandling;
using VideoChat.Api.Limits.Frames;
using VideoChat.Api.Limits.Requests;
using VideoChat.Application.Common;
using VideoChat.Application.Messages;
using VideoChat.Application.Messages.PostMessage;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms.SignalTyping;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Api.WebSockets;

/// <summary>Turns what one socket sends into commands, and what comes of them into frames for that socket.</summary>
internal sealed partial class RoomSocketSession(
    RoomConnection connection, IMediator mediator, FrameRate rate, MessageBytes bytes, string? address, int maxInFlight, TimeProvider clock, ILogger logger)
{
    // Made when it is needed: most sockets only listen.
    private SemaphoreSlim? _inFlight;

    /// <summary>
    /// Takes a frame. Returns when what it asks for has its place in the room's order, so that the next frame comes
    /// behind it; the disk is not waited for, unless as many messages are in flight as may be.
    /// </summary>
    public async ValueTask ReceiveAsync(ReadOnlyMemory<byte> text)
    {
        switch (rate.Take())
        {
            case FrameVerdict.Refused:
                Refuse(ErrorCodes.RateLimited, "Too many frames; this one was not processed.");
                // Whatever else this socket has sent has its turn behind all others.
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
                await mediator.Send(new SignalTypingCommand(connection.Room.Id, connection.User.Id, connection.User.Username));
                break;
            case PingInboundFrame:
                connection.Send(new PongFrame(clock.UtcTimestamp()));
                break;
            case RefusedFrame refused:
                Refuse(refused.Code, refused.Reason);
                break;
        }
    }

    private async ValueTask PostAsync(MessageInboundFrame message)
    {
        if (await bytes.TakeAsync(address, message.Content) is { IsAllowed: false, RetryAfter: var wait })
        {
            Refuse(ErrorCodes.RateLimited, $"{bytes.Detail} Try again in {Math.Ceiling(wait.TotalSeconds):0} s.");
            return;
        }
        _inFlight ??= new SemaphoreSlim(maxInFlight);
        await _inFlight.WaitAsync();
        using var trace = Telemetry.BeginTrace("message frame");
        PendingMessage pending;
        try
        {
            pending = await mediator.Send(
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
            // The room is told by the log; a repeat is news to this socket alone.
            if (posted.IsRepeat)
                connection.SendAgain(RoomEventFrame.From(posted.Message));
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
            LogFailed(logger, exception, connection.Room.Id, connection.User.Id);
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
        connection.Send(new ErrorFrame(code, reason, clock.UtcTimestamp()));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A frame failed, room {RoomId}, user {UserId}")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid roomId, Guid userId);
}
