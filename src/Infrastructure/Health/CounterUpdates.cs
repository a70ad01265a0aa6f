using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Messages;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Rows;

namespace VideoChat.Infrastructure.Health;

internal sealed class CounterUpdates(IWriteSession session, VideoChatDbContext db) : ILogParticipant
{
    private readonly bool _hasShards = !db.Database.IsSqlite();
    private int _messages, _rooms, _users, _probes;

    public void OnBegin(LogTransaction transaction) => _messages = _rooms = _users = _probes = 0;

    public void OnEvent(IDomainEvent domainEvent)
    {
        switch (domainEvent)
        {
            case MessagePosted:
                _messages++;
                break;
            case RoomCreated:
                _rooms++;
                break;
            case UserCreated:
                _users++;
                break;
            case DatabaseProbed:
                _probes++;
                break;
        }
    }

    // Updates the rows in the same order in all transactions, to prevent deadlocks.
    public void OnBeforeCommit()
    {
        var shard = _hasShards ? Counter.PickShard() : Counter.OnlyShard;
        Add(Counter.Messages, _messages, shard);
        Add(Counter.Probes, _probes, shard);
        Add(Counter.Rooms, _rooms, shard);
        Add(Counter.Users, _users, shard);
    }

    public void OnCommitted() => MessageMetrics.Accepted(_messages);

    private void Add(string name, int count, int shard)
    {
        if (count == 0)
            return;
        session.Execute(
            """
            INSERT INTO counters (name, shard, value) VALUES ($1, $2, $3)
            ON CONFLICT (name, shard) DO UPDATE SET value = counters.value + excluded.value
            """,
            name, shard, (long)count);
    }
}
