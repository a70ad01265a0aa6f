using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Requests;

/// <param name="name">The name of the policy.</param>
/// <param name="limit">The maximum number of requests of one address within 60 seconds.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ActionRateLimitAttribute(string name, int limit) : RateLimitFilterAttribute
{
    private readonly RateLimitPolicy _policy = new(name, limit, TimeSpan.FromSeconds(60));

    protected override RateLimitPolicy PolicyOf(RateLimitingOptions options) => _policy;
}
