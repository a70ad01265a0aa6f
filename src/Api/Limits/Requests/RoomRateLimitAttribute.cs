using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Requests;

/// <summary>How many rooms one address may create: <see cref="RateLimitingOptions.RoomsPerHour"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RoomRateLimitAttribute : RateLimitFilterAttribute
{
    protected override RateLimitPolicy PolicyOf(RateLimitingOptions options) => options.RoomPolicy;
}
