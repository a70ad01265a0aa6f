using Microsoft.Extensions.Options;
using VideoChat.Application.Messages;
using VideoChat.Application.Service;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Videos;

namespace VideoChat.Api.Limits;

internal sealed class ServiceLimits(
    IOptions<MessagesOptions> messages, IOptions<UploadsOptions> uploads, IOptions<RealtimeOptions> sockets,
    IOptions<RateLimitingOptions> rates) : IServiceLimits
{
    public ServiceLimitsDto Current { get; } = new(
        messages.Value.MaxLength, uploads.Value.MaxBytes, sockets.Value.MaxMessageBytes, sockets.Value.MaxResumeEvents,
        OfAddress(rates.Value, rates.Value.FramesPerSecond), OfAddress(rates.Value, rates.Value.FrameBurst),
        OfAddress(rates.Value, rates.Value.WebSocketsPerAddress), OfAddress(rates.Value, rates.Value.Requests),
        OfAddress(rates.Value, rates.Value.WindowSeconds));

    private static int? OfAddress(RateLimitingOptions rates, int limit) => rates.Enabled ? limit : null;
}
