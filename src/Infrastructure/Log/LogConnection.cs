using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log.Faults;
using VideoChat.Infrastructure.Log.Observability;
using VideoChat.Infrastructure.Log.Writes;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Log;

internal sealed class LogConnection(IServiceScopeFactory scopes, LostCommits lostCommits)
{
    private IServiceScope? _scope;
    private LogTransaction? _transaction;

    public IReadOnlyCollection<RoomEventsAppendedEvent> Run(List<LogWrite> batch)
    {
        var transaction = _transaction ??= Open();
        var began = Stopwatch.GetTimestamp();
        try
        {
            var appended = transaction.Run(batch);
            LogMetrics.Committed(batch.Count, began);
            transaction.Committed();
            return appended;
        }
        catch (CommitInDoubtException doubt)
        {
            // Closing the connection ends the transaction, which may still be open in PostgreSQL.
            Discard();
            lostCommits.EnsureDurable(doubt);
            transaction.Committed();
            return doubt.Appended;
        }
    }

    /// <summary>Closes the connection after a failure, because its state is unknown.</summary>
    public void Discard()
    {
        _transaction = null;
        _scope?.Dispose();
        _scope = null;
    }

    public void Close()
    {
        lostCommits.Close();
        Discard();
    }

    private LogTransaction Open()
    {
        _scope = scopes.CreateScope();
        try
        {
            // The connection must be open first, because services of the scope prepare statements when they are created.
            _scope.ServiceProvider.GetRequiredService<VideoChatDbContext>().Database.OpenConnection();
            return _scope.ServiceProvider.GetRequiredService<LogTransaction>();
        }
        catch
        {
            Discard();
            throw;
        }
    }
}
