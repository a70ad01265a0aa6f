using VideoChat.Application.Snapshots;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.UnitTests.Snapshots.GetSnapshot;

/// <summary>One room in memory, which counts the queries of its messages.</summary>
internal sealed class FakeSnapshots(Room room) : IRoomSnapshots, IRoomSnapshot
{
    public LogPosition Position => new(
        Math.Max(Messages.Select(message => message.Seq).LastOrDefault(), Milestones.Select(milestone => milestone.Seq).LastOrDefault()),
        Guid.Empty);

    public int MemberCount => Members.Count;

    /// <summary>Whether the database has lost the room.</summary>
    public bool IsLost { get; set; }

    public List<Message> Messages { get; } = [];

    public List<RoomEvent> Milestones { get; } = [];

    public List<Guid> Members { get; } = [];

    public List<Video> Videos { get; } = [];

    public List<LiveStream> LiveStreams { get; } = [];

    public int MessageQueries { get; private set; }

    public async Task<TResult?> ReadAsync<TResult>(
        Guid roomId, Func<IRoomSnapshot, Task<TResult>> read, CancellationToken cancellationToken)
        where TResult : class =>
        roomId == room.Id && !IsLost ? await read(this) : null;

    public Task<List<Guid>> ListOldestMembersAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult(Members.Take(limit).ToList());

    public Task<List<Message>> ListNewestMessagesAsync(int limit, CancellationToken cancellationToken)
    {
        MessageQueries++;
        return Task.FromResult(Messages.AsEnumerable().Reverse().Take(limit).ToList());
    }

    public Task<List<RoomEvent>> ListMilestonesAsync(long afterSeq, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(Milestones.Where(milestone => milestone.Seq > afterSeq).TakeLast(limit).ToList());

    public Task<List<Video>> ListVideosAsync(int limit, CancellationToken cancellationToken) => Task.FromResult(Videos.TakeLast(limit).ToList());

    public Task<List<LiveStream>> ListLiveStreamsAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult(LiveStreams.TakeLast(limit).ToList());
}
