using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Requests;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class RoomRateLimitAttribute : RateLimitFilterAttribute
{
    protected override RateLimitPolicy PolicyOf(RateLimitingOptions options) => options.RoomPolicy;
}
