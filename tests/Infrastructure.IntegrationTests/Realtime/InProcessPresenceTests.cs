using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime;

public sealed class InProcessPresenceTests : PresenceSpecification
{
    protected override IPresence CreatePresence(IRoomBroadcaster broadcaster, TimeProvider clock) =>
        new InProcessPresence(broadcaster, clock);
}
