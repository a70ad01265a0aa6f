using System.Text.Json;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Serialization;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Log.Writes;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Rows;

namespace VideoChat.Infrastructure.Idempotency;

internal sealed class IdempotencyRecorder(IWriteSession session, TimeProvider clock) : ILogParticipant
{
    private readonly List<IdempotencyKey> _keys = [];

    public void OnBegin(LogTransaction transaction) => _keys.Clear();

    public void OnEvent(IDomainEvent domainEvent)
    {
        if (domainEvent is not RequestAnswered answered)
            return;
        var (method, path, key) = answered.Request.Name;
        var json = JsonSerializer.Serialize(answered.Answer, VideoChatJson.Options);
        _keys.Add(new IdempotencyKey(method, path, key, answered.Request.Fingerprint, json, clock.UtcTimestamp()));
    }

    public void OnBeforeCommit()
    {
        // All transactions insert keys in the same order, to prevent deadlocks between inserts that wait for each other.
        foreach (var key in _keys.OrderBy(k => k.Key, StringComparer.Ordinal).ThenBy(k => k.Path, StringComparer.Ordinal))
        {
            session.Execute(
                """
                INSERT INTO idempotency_keys (method, path, key, fingerprint, answer, created_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (key, path, method) DO UPDATE
                SET fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
                WHERE idempotency_keys.created_at < $7
                """,
                ThrowIfTaken,
                key.Method, key.Path, key.Key, key.Fingerprint, key.Answer, key.CreatedAt, key.CreatedAt - IdempotentRequest.Lifetime);
        }
    }

    public void OnCommitted()
    {
    }

    private static void ThrowIfTaken(int stored)
    {
        if (stored == 0)
            throw new IdempotencyKeyTakenException();
    }
}
