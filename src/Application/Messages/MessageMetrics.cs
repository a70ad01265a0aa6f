using System.Diagnostics.Metrics;
using FluentValidation;
using VideoChat.Application.Common;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Common;

namespace VideoChat.Application.Messages;

/// <summary>What becomes of what people say.</summary>
public static class MessageMetrics
{
    private static readonly Counter<long> AcceptedCount = Telemetry.Meter.CreateCounter<long>(
        "videochat.messages.accepted", "{message}", "Messages stored.");

    private static readonly Counter<long> RefusedCount = Telemetry.Meter.CreateCounter<long>(
        "videochat.messages.refused", "{message}", "Frames and posted messages refused, by error code.");

    /// <summary>Makes them all be there from the beginning, so that a first one is seen as a rise.</summary>
    public static void Begin()
    {
        Accepted(0);
        foreach (var code in ErrorCodes.All)
            RefusedCount.Add(0, new KeyValuePair<string, object?>(Telemetry.ErrorTag, code));
    }

    /// <summary>A commit has brought so many.</summary>
    public static void Accepted(int count) => AcceptedCount.Add(count);

    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    public static void Refused(string code) =>
        RefusedCount.Add(1, new KeyValuePair<string, object?>(Telemetry.ErrorTag, code));

    /// <summary>The code under which an exception is counted, and told to a socket.</summary>
    public static string CodeOf(Exception exception) => exception switch
    {
        ValidationException or NotFoundException => ErrorCodes.InvalidMessage,
        DomainException => ErrorCodes.Conflict,
        UnavailableException => ErrorCodes.Unavailable,
        _ => ErrorCodes.Internal,
    };
}
