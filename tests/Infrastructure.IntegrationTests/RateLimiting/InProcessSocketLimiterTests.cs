using VideoChat.Application.RateLimiting;
using VideoChat.Infrastructure.RateLimiting;

namespace VideoChat.Infrastructure.IntegrationTests.RateLimiting;

public sealed class InProcessSocketLimiterTests : SocketLimiterSpecification
{
    protected override Task<ISocketLimiter> CreateLimiterAsync() =>
        Task.FromResult<ISocketLimiter>(new InProcessSocketLimiter());
}
