using VideoChat.Application.Users;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Snapshots.GetSnapshot;

/// <summary>Collects the names of users, each once, up to the limit of a snapshot.</summary>
internal sealed class SnapshotNames
{
    private readonly Dictionary<Guid, string> _names = [];

    public IReadOnlyList<UserNameDto> Users => [.. _names.Select(name => new UserNameDto(name.Key, name.Value))];

    private int Free => SnapshotDto.MaxUsers - _names.Count;

    /// <summary>Adds the creator of a video or live stream; does nothing if the creator is unknown.</summary>
    public void Add(Guid? userId, string? username)
    {
        if (userId is { } id && username is not null && Free > 0)
            _names.TryAdd(id, username);
    }

    public void Add(RoomEvent milestone)
    {
        if (milestone is VideoEvent video)
            Add(video.UserId, video.Username);
        else if (milestone is LiveStreamEvent stream)
            Add(stream.UserId, stream.Username);
    }

    /// <summary>Adds users whose names must be read.</summary>
    public async Task AddAsync(IEnumerable<Guid> userIds, IUserDirectory users, CancellationToken cancellationToken)
    {
        Guid[] unnamed = [.. userIds.Where(id => !_names.ContainsKey(id)).Take(Free)];
        foreach (var (id, user) in await users.FindManyAsync(unnamed, cancellationToken))
            Add(id, user.Username);
    }
}
