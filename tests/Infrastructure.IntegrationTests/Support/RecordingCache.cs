using VideoChat.Application.Rooms;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>Records the rooms that are dropped from a cache.</summary>
internal sealed class RecordingCache : IRoomCache
{
    public List<Guid> Forgotten { get; } = [];

    public void Forget(Guid roomId) => Forgotten.Add(roomId);
}
