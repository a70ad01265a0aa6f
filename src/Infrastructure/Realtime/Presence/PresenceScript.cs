using StackExchange.Redis;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Redis;

namespace VideoChat.Infrastructure.Realtime.Presence;

/// <summary>How many sockets a user has with one machine now.</summary>
internal readonly record struct PresenceChange(Guid UserId, int Sockets, PresenceAnnouncement Announcement);

internal enum PresenceAnnouncement
{
    /// <summary>Nobody is told.</summary>
    None,

    /// <summary>All are told where it was the first socket or the last on any machine.</summary>
    Change,

    /// <summary>Other machines are told that the user has come, unless they are connected elsewhere too.</summary>
    Joined,

    /// <summary>Other machines are told that the user has gone, unless they are connected elsewhere.</summary>
    Left,
}

/// <summary>
/// One hash per room: under each user's id the sockets on all machines, under the id followed by a machine's name those on
/// that machine. The numbers are set, not counted up, so that saying one twice changes nothing; the signal goes out within
/// the script, so that signals of a room have the order of its changes: signed beforehand, and sent if it turns out to be true.
/// </summary>
internal sealed class PresenceScript(RedisLink link, HintSigner signer, TimeProvider clock)
{
    /// <summary>So many users in one step, which nothing comes between.</summary>
    public const int MaxUsers = 500;

    private const string SetFunction =
        """
        local function put(field, value)
          if value > 0 then redis.call('HSET', KEYS[1], field, value) else redis.call('HDEL', KEYS[1], field) end
        end
        local function set(user, machine, sockets, announcement, channel, signal)
          local before = tonumber(redis.call('HGET', KEYS[1], user) or '0') or 0
          local total = before - (tonumber(redis.call('HGET', KEYS[1], user .. machine) or '0') or 0) + sockets
          put(user .. machine, sockets)
          put(user, total)
          local isNews = announcement == 'Joined' and total == sockets or announcement == 'Left' and total <= 0
          if announcement == 'Change' then
            if sockets > 0 then isNews = before <= 0 and total > 0 else isNews = before > 0 and total <= 0 end
          end
          if isNews then redis.call('PUBLISH', channel, signal) end
          return total
        end

        """;

    private const string SetScript = SetFunction +
        """
        local totals = {}
        for i = 3, #ARGV, 4 do
          totals[#totals + 1] = set(ARGV[i], ARGV[2], tonumber(ARGV[i + 1]), ARGV[i + 2], ARGV[1], ARGV[i + 3])
        end
        return totals
        """;

    private static readonly string RemoveScript = SetFunction + MachineClaims.RemovalOf(
        """
        rest = tonumber(ARGV[4])
        for i = 5, #ARGV, 2 do set(ARGV[i], machine, 0, 'Change', ARGV[3], ARGV[i + 1]) end
        """);

    /// <summary>Sets this machine's numbers and answers with those of all machines; null where there is no answer.</summary>
    public Task<RedisResult?> RunAsync(Guid roomId, IReadOnlyList<PresenceChange> changes)
    {
        var now = clock.UtcTimestamp();
        var arguments = new List<RedisValue> { ChannelOf(roomId), link.Machine };
        foreach (var change in changes)
        {
            var signal = change.Announcement == PresenceAnnouncement.None ? "" : SignalOf(roomId, change, now);
            arguments.AddRange([change.UserId.ToString("N"), change.Sockets, change.Announcement.ToString(), signal]);
        }
        return link.RunAsync(SetScript, RoomKey(roomId), [.. arguments]);
    }

    /// <summary>Who is connected to a room, and with how many sockets on all machines; null where there is no answer.</summary>
    public async Task<Dictionary<Guid, int>?> ReadAsync(Guid roomId)
    {
        if (await link.AskAsync(redis => redis.HashGetAllAsync(link.Prefix + RoomKey(roomId))) is not { } counts)
            return null;
        var connections = new Dictionary<Guid, int>();
        foreach (var entry in counts)
        {
            if (Guid.TryParseExact(entry.Name.ToString(), "N", out var userId))
                connections[userId] = (int)entry.Value;
        }
        return connections;
    }

    /// <summary>Removes a dead machine's users, as if each had left. What a stranger has put there and is no user's stays.</summary>
    public Task RemoveAsync(IMachineShare share, string machine) => link.RemoveAsync(share, machine, RemoveScript, async room =>
    {
        if (!Guid.TryParseExact(room, "N", out var roomId))
            return (room, ["", 0]);
        if (await link.AskAsync(redis => redis.HashKeysAsync(link.Prefix + RoomKey(roomId))) is not { } fields)
            return null;
        var now = clock.UtcTimestamp();
        var named = fields.Select(field => field.ToString()).ToHashSet();
        var users = named
            .Where(field => field.EndsWith(machine, StringComparison.Ordinal))
            .Select(field => Guid.TryParseExact(field[..^machine.Length], "N", out var userId) ? userId : default)
            .Where(userId => userId != default && named.Contains($"{userId:N}{machine}"))
            .Take(MaxUsers)
            .Select(userId => new PresenceChange(userId, 0, PresenceAnnouncement.Change))
            .ToList();
        return (RoomKey(roomId),
        [
            ChannelOf(roomId), users.Count == MaxUsers ? 1 : 0,
            .. users.SelectMany(user => new RedisValue[] { user.UserId.ToString("N"), SignalOf(roomId, user, now) }),
        ]);
    });

    private static string RoomKey(Guid roomId) => $"presence:{roomId:N}";

    private string ChannelOf(Guid roomId) => link.Prefix + RedisBackplane.Channel(roomId);

    private string SignalOf(Guid roomId, PresenceChange change, DateTime now)
    {
        var kind = change.Sockets > 0 ? "joined" : "left";
        var knownTo = change.Announcement == PresenceAnnouncement.Change ? "" : link.Machine;
        return signer.Sign(roomId, new SignalHint(kind, change.UserId, now, knownTo).ToString());
    }
}
