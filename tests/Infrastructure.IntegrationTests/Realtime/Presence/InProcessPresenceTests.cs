using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Presence;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Presence;

public sealed class InProcessPresenceTests : PresenceSpecification
{
    private protected override async Task<IPresence> CreatePresenceAsync(
        Room room, RecordingListener listener, params User[] users)
    {
        var backplane = new InProcessBackplane();
        await backplane.SubscribeAsync(room.Id, listener);
        return new InProcessPresence(new PresenceTable(), backplane, Some.Clock());
    }
}
