using VideoChat.Application.Limits;
using VideoChat.Infrastructure.Limits;

namespace VideoChat.Infrastructure.IntegrationTests.Limits;

public sealed class InProcessSocketLimiterTests : SocketLimiterSpecification
{
    protected override Task<ISocketLimiter> CreateLimiterAsync() =>
        Task.FromResult<ISocketLimiter>(new InProcessSocketLimiter());
}
