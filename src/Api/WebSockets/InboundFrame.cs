using System.Text.Json;
using VideoChat.Application.Realtime;

namespace VideoChat.Api.WebSockets;

internal abstract record InboundFrame
{
    /// <summary>Parses a frame. Returns a <see cref="RefusedFrame"/> instead of throwing if the frame is invalid.</summary>
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
            // The exception means that a string contains an unpaired surrogate.
            return new RefusedFrame(ErrorCodes.InvalidMessage, "A string of the frame is not valid Unicode.");
        }
    }
}

internal sealed record MessageInboundFrame(string Content, string? ClientId) : InboundFrame;

internal sealed record TypingInboundFrame : InboundFrame;

internal sealed record PingInboundFrame : InboundFrame;

internal sealed record RefusedFrame(string Code, string Reason) : InboundFrame;
