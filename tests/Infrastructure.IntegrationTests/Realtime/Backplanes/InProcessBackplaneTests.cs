using VideoChat.Infrastructure.Realtime.Backplanes;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Backplanes;

public sealed class InProcessBackplaneTests : BackplaneSpecification
{
    private protected override Task<IBackplane> CreateBackplaneAsync() => Task.FromResult<IBackplane>(new InProcessBackplane());
}
