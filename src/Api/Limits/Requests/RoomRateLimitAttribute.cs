using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Requests;

/// <summary>Limits the rooms that one address creates (<see cref="RateLimitingOptions.RoomsPerHour"/>).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RoomRateLimitAttribute : RateLimitFilterAttribute
{
    protected override RateLimitPolicy PolicyOf(RateLimitingOptions options) => options.RoomPolicy;
}
