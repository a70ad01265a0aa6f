using Npgsql;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Persistence.Postgres;

// Holds claims as advisory locks on one dedicated connection, because PostgreSQL releases the locks when the connection ends.
internal sealed class PostgresClaims : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private const int TimeoutSeconds = 5;
    private const string Lock = "SELECT pg_try_advisory_lock($1)";
    private const string Unlock = "SELECT pg_advisory_unlock($1)";

    // Sets TCP keep-alive, so that PostgreSQL detects within half a minute that a machine has lost power.
    private const string KeepAliveSettings =
        "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

    private readonly NpgsqlDataSource _source;
    private readonly Dictionary<long, PostgresJobClaim> _held = [];
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Lazy<ITimer> _timer;
    private NpgsqlConnection? _connection;

    public PostgresClaims(NpgsqlConnectionStringBuilder connectionString, TimeProvider clock)
    {
        var own = new NpgsqlConnectionStringBuilder(connectionString.ConnectionString)
        {
            Pooling = false,
            CommandTimeout = TimeoutSeconds,
            KeepAlive = 0,
            MaxAutoPrepare = 0,
        };
        // The data source has a name, because otherwise the metrics would contain the connection string.
        _source = new NpgsqlDataSourceBuilder(own.ConnectionString) { Name = "videochat-claims" }.Build();
        _timer = new Lazy<ITimer>(() => clock.CreateTimer(_ => _ = RefreshAsync(), null, Interval, Interval));
    }

    public async Task<bool> HoldAsync(PostgresJobClaim claim, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // The query cannot be cancelled, because a lock that is granted after a cancellation would have no owner.
            await EnsureConnectedAsync();
            if (_held.TryGetValue(claim.Key, out var holder))
                return holder == claim;
            if (!await QueryAsync(Lock, claim.Key))
                return false;
            _held[claim.Key] = claim;
            _ = _timer.Value;
            return true;
        }
        catch (NpgsqlException exception)
        {
            await DisconnectAsync();
            throw new UnavailableException(exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask ReleaseAsync(PostgresJobClaim claim)
    {
        await _gate.WaitAsync();
        try
        {
            if (_held.GetValueOrDefault(claim.Key) == claim && _held.Remove(claim.Key) && _connection is not null)
                await QueryAsync(Unlock, claim.Key);
        }
        catch (NpgsqlException)
        {
            await DisconnectAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        if (_timer.IsValueCreated)
            _timer.Value.Dispose();
        _connection?.Dispose();
        _source.Dispose();
    }

    private async Task RefreshAsync()
    {
        if (!await _gate.WaitAsync(0))
            return;
        try
        {
            if (_held.Count > 0)
                await EnsureConnectedAsync();
        }
        catch (NpgsqlException)
        {
            // The connection is discarded, and the timer retries.
            await DisconnectAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task EnsureConnectedAsync()
    {
        if (_connection is not null && await IsAliveAsync())
            return;
        await DisconnectAsync();
        _connection = _source.CreateConnection();
        await _connection.OpenAsync();
        await using (var command = new NpgsqlCommand(KeepAliveSettings, _connection))
            await command.ExecuteNonQueryAsync();
        foreach (var key in _held.Keys.ToList())
        {
            if (!await QueryAsync(Lock, key))
                _held.Remove(key);
        }
    }

    private async Task<bool> IsAliveAsync()
    {
        try
        {
            return await QueryAsync("SELECT true");
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task<bool> QueryAsync(string sql, long? key = null)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        if (key is { } number)
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private async Task DisconnectAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
