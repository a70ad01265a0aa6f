using Npgsql;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Persistence.Postgres;

/// <summary>
/// What this process has claimed: advisory locks on one connection of its own. The server gives them to others when the
/// connection ends, however that comes about. One that is lost is opened anew, and with it all is claimed again that
/// nobody else has taken meanwhile.
/// </summary>
internal sealed class PostgresClaims : IDisposable
{
    /// <summary>How soon a lost connection is noticed while something is claimed.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private const int PatienceSeconds = 5;
    private const string Lock = "SELECT pg_try_advisory_lock($1)";
    private const string Unlock = "SELECT pg_advisory_unlock($1)";

    /// <summary>For the server: that a machine is gone without a word, as when its power fails, within half a minute.</summary>
    private const string NoticeSoon =
        "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

    private readonly NpgsqlDataSource _source;
    private readonly Dictionary<long, PostgresJobClaim> _held = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lazy<ITimer> _timer;
    private NpgsqlConnection? _connection;

    public PostgresClaims(NpgsqlConnectionStringBuilder connectionString, TimeProvider clock)
    {
        var own = new NpgsqlConnectionStringBuilder(connectionString.ConnectionString)
        {
            Pooling = false,
            CommandTimeout = PatienceSeconds,
            KeepAlive = 0,
            MaxAutoPrepare = 0,
        };
        // Else the metrics call it by the connection string.
        _source = new NpgsqlDataSourceBuilder(own.ConnectionString) { Name = "videochat-claims" }.Build();
        _timer = new Lazy<ITimer>(() => clock.CreateTimer(_ => _ = KeepAsync(), null, Interval, Interval));
    }

    public async Task<bool> HoldAsync(PostgresJobClaim claim, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Not to be cancelled: a lock that came all the same would be nobody's.
            await LookAsync();
            if (_held.TryGetValue(claim.Key, out var holder))
                return holder == claim;
            if (!await AskAsync(Lock, claim.Key))
                return false;
            _held[claim.Key] = claim;
            _ = _timer.Value;
            return true;
        }
        catch (NpgsqlException exception)
        {
            await LoseAsync();
            throw new UnavailableException(exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask ReleaseAsync(PostgresJobClaim claim)
    {
        await _turn.WaitAsync();
        try
        {
            if (_held.GetValueOrDefault(claim.Key) == claim && _held.Remove(claim.Key) && _connection is not null)
                await AskAsync(Unlock, claim.Key);
        }
        catch (NpgsqlException)
        {
            await LoseAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        if (_timer.IsValueCreated)
            _timer.Value.Dispose();
        _connection?.Dispose();
        _source.Dispose();
    }

    private async Task KeepAsync()
    {
        if (!await _turn.WaitAsync(0))
            return;
        try
        {
            if (_held.Count > 0)
                await LookAsync();
        }
        catch (NpgsqlException)
        {
            // It is away; once more the next time.
            await LoseAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sees to it that the connection is there, and that what is held is held on it.</summary>
    private async Task LookAsync()
    {
        if (_connection is not null && await IsAliveAsync())
            return;
        await LoseAsync();
        _connection = _source.CreateConnection();
        await _connection.OpenAsync();
        await using (var command = new NpgsqlCommand(NoticeSoon, _connection))
            await command.ExecuteNonQueryAsync();
        foreach (var key in _held.Keys.ToList())
        {
            if (!await AskAsync(Lock, key))
                _held.Remove(key);
        }
    }

    private async Task<bool> IsAliveAsync()
    {
        try
        {
            return await AskAsync("SELECT true");
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task<bool> AskAsync(string question, long? key = null)
    {
        await using var command = new NpgsqlCommand(question, _connection);
        if (key is { } number)
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private async Task LoseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
