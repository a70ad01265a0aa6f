using MediatR;
using Microsoft.Extensions.Options;
using VideoChat.Api.Limits;
using VideoChat.Api.Limits.Frames;
using VideoChat.Api.Limits.Requests;
using VideoChat.Api.Limits.Sockets;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Api.WebSockets;

/// <summary>Creates the sessions of sockets and holds their shared services.</summary>
internal sealed class RoomSocketSessions(
    IMediator mediator, MessageBytes bytes, IOptions<RateLimitingOptions> limits, IOptions<RealtimeOptions> realtime, TimeProvider clock,
    ILogger<RoomSocketSession> logger)
{
    public IMediator Mediator => mediator;

    public TimeProvider Clock => clock;

    public ILogger Logger => logger;

    public int MaxInFlight => realtime.Value.MaxInFlight;

    public MessageBytes Bytes => bytes;

    public RoomSocketSession Create(RoomConnection connection, Admission admission) =>
        new(connection, new FrameRate(limits.Value, admission.Rate, clock), admission.Address, this);
}
