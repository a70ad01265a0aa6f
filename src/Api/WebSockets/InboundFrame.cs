using System.Text.Json;
using VideoChat.Application.Realtime;

namespace VideoChat.Api.WebSockets;

internal abstract record InboundFrame
{
    /// <summary>Parses a frame. Never throws: an invalid frame is a <see cref="RefusedFrame"/>.</summary>
    public static InboundFrame Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return InboundFrameReader.Read(json);
        }
        catch (JsonException)
        {
            return new RefusedFrame(ErrorCodes.InvalidJson, "The frame is not valid JSON.");
        }
        catch (InvalidOperationException)
        {
            // A string contains a lone surrogate.
            return new RefusedFrame(ErrorCodes.InvalidMessage, "A string of the frame is not valid Unicode.");
        }
    }
}

internal sealed record MessageInboundFrame(string Content, string? ClientId) : InboundFrame;

internal sealed record TypingInboundFrame : InboundFrame;

internal sealed record PingInboundFrame : InboundFrame;

internal sealed record RefusedFrame(string Code, string Reason) : InboundFrame;
