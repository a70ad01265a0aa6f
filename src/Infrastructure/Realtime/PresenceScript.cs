using StackExchange.Redis;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Redis;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>How many sockets a user has with one machine now.</summary>
internal readonly record struct PresenceChange(Guid UserId, int Sockets, PresenceAnnouncement Announcement);

internal enum PresenceAnnouncement
{
    /// <summary>Nobody is told.</summary>
    None,

    /// <summary>All are told where it was the first socket or the last on any machine.</summary>
    Change,

    /// <summary>Other machines are told that the user has come, unless he is connected elsewhere too.</summary>
    Joined,

    /// <summary>Other machines are told that the user has gone, unless he is connected elsewhere.</summary>
    Left,
}

/// <summary>
/// One hash per room: under each user's id the sockets on all machines, under the id followed by a machine's name those on
/// that machine. The numbers are set, not counted up, so that saying one twice changes nothing; the signal goes out within
/// the script, so that signals of a room have the order of its changes. Redis chooses it among those that the caller has signed.
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
        local function set(user, machine, sockets, announcement, channel, joined, left)
          local before = tonumber(redis.call('HGET', KEYS[1], user) or '0')
          local total = before - tonumber(redis.call('HGET', KEYS[1], user .. machine) or '0') + sockets
          put(user .. machine, sockets)
          put(user, total)
          local signal = nil
          if announcement == 'Change' then
            if before <= 0 and total > 0 then signal = joined elseif before > 0 and total <= 0 then signal = left end
          elseif announcement == 'Joined' and total == sockets then
            signal = joined
          elseif announcement == 'Left' and total <= 0 then
            signal = left
          end
          if signal then redis.call('PUBLISH', channel, signal) end
          return total
        end

        """;

    private const string SetScript = SetFunction +
        """
        local totals = {}
        for i = 3, #ARGV, 5 do
          totals[#totals + 1] = set(ARGV[i], ARGV[2], tonumber(ARGV[i + 1]), ARGV[i + 2], ARGV[1], ARGV[i + 3], ARGV[i + 4])
        end
        return totals
        """;

    private static readonly string RemoveScript = SetFunction + MachineClaims.RemovalOf(
        """
        for i = 4, #ARGV, 2 do set(ARGV[i], machine, 0, 'Change', ARGV[3], nil, ARGV[i + 1]) end
        for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
          if field:sub(33) == machine then rest = 1 break end
        end
        """);

    /// <summary>Sets this machine's numbers and answers with those of all machines; null where there is no answer.</summary>
    public Task<RedisResult?> RunAsync(Guid roomId, IReadOnlyList<PresenceChange> changes)
    {
        var now = clock.UtcTimestamp();
        var arguments = new List<RedisValue> { ChannelOf(roomId), link.Machine };
        foreach (var change in changes)
        {
            var (joined, left) = SignalsOf(roomId, change, now);
            arguments.AddRange([change.UserId.ToString("N"), change.Sockets, change.Announcement.ToString(), joined, left]);
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

    /// <summary>Removes a dead machine's users, as if each had left.</summary>
    public Task RemoveAsync(IMachineShare share, string machine) => link.RemoveAsync(share, machine, RemoveScript, async room =>
    {
        var roomId = Guid.ParseExact(room, "N");
        var now = clock.UtcTimestamp();
        var fields = await link.AskAsync(redis => redis.HashKeysAsync(link.Prefix + RoomKey(roomId))) ?? [];
        RedisValue[] arguments =
        [
            ChannelOf(roomId),
            .. fields
                .Select(field => field.ToString())
                .Where(field => field.Length > 32 && field.EndsWith(machine, StringComparison.Ordinal))
                .Take(MaxUsers)
                .SelectMany(field => new RedisValue[] { field[..32], Sign(roomId, "left", Guid.ParseExact(field[..32], "N"), now, "") }),
        ];
        return (RoomKey(roomId), arguments);
    });

    private static string RoomKey(Guid roomId) => $"presence:{roomId:N}";

    private string ChannelOf(Guid roomId) => link.Prefix + RedisBackplane.Channel(roomId);

    private (string Joined, string Left) SignalsOf(Guid roomId, PresenceChange change, DateTime now) => change.Announcement switch
    {
        PresenceAnnouncement.None => ("", ""),
        PresenceAnnouncement.Joined => (Sign(roomId, "joined", change.UserId, now, link.Machine), ""),
        PresenceAnnouncement.Left => ("", Sign(roomId, "left", change.UserId, now, link.Machine)),
        _ => (Sign(roomId, "joined", change.UserId, now, ""), Sign(roomId, "left", change.UserId, now, "")),
    };

    private string Sign(Guid roomId, string kind, Guid userId, DateTime now, string knownTo) =>
        signer.Sign(roomId, new SignalHint(kind, userId, now, knownTo).ToString());
}
