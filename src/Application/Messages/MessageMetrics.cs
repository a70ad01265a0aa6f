using System.Diagnostics.Metrics;
using FluentValidation;
using VideoChat.Application.Common;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Common;

namespace VideoChat.Application.Messages;

public static class MessageMetrics
{
    private static readonly Counter<long> AcceptedCount = Telemetry.Meter.CreateCounter<long>(
        "videochat.messages.accepted", "{message}", "Messages stored.");

    private static readonly Counter<long> RefusedCount = Telemetry.Meter.CreateCounter<long>(
        "videochat.messages.refused", "{message}", "Frames and posted messages refused, by error code.");

    /// <summary>
    /// Records 0 for each counter. Otherwise the first count would create a time series that starts at 1, and Prometheus would not
    /// see an increase.
    /// </summary>
    public static void Begin()
    {
        Accepted(0);
        foreach (var code in ErrorCodes.All)
            RefusedCount.Add(0, new KeyValuePair<string, object?>(Telemetry.ErrorTag, code));
    }

    public static void Accepted(int count) => AcceptedCount.Add(count);

    public static void Refused(string code) =>
        RefusedCount.Add(1, new KeyValuePair<string, object?>(Telemetry.ErrorTag, code));

    /// <summary>Returns the error code of an exception, for metrics and error frames.</summary>
    public static string CodeOf(Exception exception) => exception switch
    {
        ValidationException or NotFoundException => ErrorCodes.InvalidMessage,
        DomainException => ErrorCodes.Conflict,
        UnavailableException => ErrorCodes.Unavailable,
        _ => ErrorCodes.Internal,
    };
}
