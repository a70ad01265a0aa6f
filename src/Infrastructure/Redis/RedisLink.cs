using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace VideoChat.Infrastructure.Redis;

/// <summary>
/// This process's connection to Redis, and whether Redis is up. Redis is up from the first echo that returns through publishing and
/// subscribing, until an echo is missing or a call fails. While it is down, queries return no answer immediately, so no caller waits.
/// </summary>
internal sealed partial class RedisLink : IAsyncDisposable
{
    private const string DefaultPrefix = "videochat:";

    /// <summary>The timeout of a call, after which Redis is down.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(1);

    /// <summary>How long Redis may take to be up for the first time before a warning is logged.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _firstUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConfigurationOptions _options;
    private readonly ILogger<RedisLink> _logger;
    private ConnectionMultiplexer? _redis;
    private volatile bool _isUp;
    private volatile Exception? _failure;
    private string _connectLog = "";
    private int _ups;

    public RedisLink(string connectionString, ILogger<RedisLink> logger)
    {
        _logger = logger;
        _options = Configure(connectionString);
        Prefix = _options.ChannelPrefix.IsNullOrEmpty ? DefaultPrefix : _options.ChannelPrefix.ToString();
        // The prefix is added here: the library would not add it to the channels that scripts publish to.
        _options.ChannelPrefix = default;
    }

    /// <summary>The name of this process among the machines; new at each start.</summary>
    public string Machine { get; } = Guid.NewGuid().ToString("N");

    /// <summary>
    /// The prefix of all keys and channels: <c>channelPrefix</c> in the connection string, for several installations on one Redis.
    /// </summary>
    public string Prefix { get; }

    public bool IsUp => _isUp;

    /// <summary>The number of times the link went up. A caller that sees a new number has missed messages.</summary>
    public int Ups => Volatile.Read(ref _ups);

    public ISubscriber Subscriber => Redis.GetSubscriber();

    private ConnectionMultiplexer Redis => _redis ?? throw new InvalidOperationException("The link is not open.");

    /// <summary>
    /// The connection string with this program's settings. The timeout of a call is fixed; that of connecting may be configured.
    /// </summary>
    public static ConfigurationOptions Configure(string connectionString)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AsyncTimeout = (int)CallTimeout.TotalMilliseconds;
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
        options.ReconnectRetryPolicy = new LinearRetry(500);
        if (!connectionString.Split(',').Any(part => part.Trim().StartsWith("connectTimeout=", StringComparison.OrdinalIgnoreCase)))
            options.ConnectTimeout = (int)DefaultConnectTimeout.TotalMilliseconds;
        return options;
    }

    /// <summary>Connects. If Redis is down, the library keeps trying.</summary>
    public async Task OpenAsync()
    {
        if (_redis is not null)
            return;
        using var log = new StringWriter();
        _redis = await ConnectionMultiplexer.ConnectAsync(_options, log);
        _connectLog = log.ToString();
        // Messages are missed, and the reconnect may not restore every subscription.
        _redis.ConnectionFailed += (_, failed) =>
        {
            if (failed.ConnectionType == ConnectionType.Subscription)
                MarkDown(failed.Exception ?? new TimeoutException());
        };
    }

    /// <summary>
    /// Whether Redis is a cluster that would spread the keys over its nodes, although a script may only use keys of one node. A hash tag in
    /// the prefix keeps them together (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags).
    /// </summary>
    public bool IsClusterWithoutHashTag =>
        !HasHashTag(Prefix) && Redis.GetServers().Any(server => server.IsConnected && server.ServerType == ServerType.Cluster);

    public Task FirstUp => _firstUp.Task;

    /// <summary>Whether the library is connected, which does not mean that Redis is up.</summary>
    public bool IsConnected => _redis?.IsConnected == true;

    /// <summary>
    /// Warns once if Redis is not up a few seconds after the start: a Redis that was never up does not go down, which would be logged.
    /// </summary>
    public async Task WarnUnlessUpAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        await _firstUp.Task.WaitAsync(StartTimeout, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_firstUp.Task.IsCompleted)
            LogNeverUp(_logger, RedisFailure.Explain(_options, _failure, _connectLog));
    }

    /// <summary>Completes when Redis is up for the first time, or after the timeout of a call.</summary>
    public async Task WaitUntilUpAsync(CancellationToken cancellationToken) =>
        await _firstUp.Task.WaitAsync(CallTimeout, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>
    /// Queries Redis with a timeout of one second; the default value if there is no answer. Redis runs queries in the order of the calls.
    /// </summary>
    public async Task<TResult?> QueryAsync<TResult>(Func<IDatabase, Task<TResult>> query)
    {
        if (!_isUp)
            return default;
        try
        {
            return await query(Redis.GetDatabase()).WaitAsync(CallTimeout);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            MarkDown(exception);
            return default;
        }
    }

    /// <summary>Runs a script atomically. Returns null if Redis does not answer.</summary>
    public Task<RedisResult?> RunAsync(string script, string key, params RedisValue[] arguments) =>
        RunAsync(script, [Prefix + key], arguments);

    /// <summary>Runs a script with keys that include the prefix.</summary>
    public Task<RedisResult?> RunAsync(string script, RedisKey[] keys, params RedisValue[] arguments) =>
        QueryAsync<RedisResult?>(async redis => await redis.ScriptEvaluateAsync(script, keys, arguments));

    private static bool HasHashTag(string prefix)
    {
        var start = prefix.IndexOf('{', StringComparison.Ordinal);
        return start >= 0 && prefix.IndexOf('}', start) > start + 1;
    }

    public void MarkUp()
    {
        if (_isUp)
            return;
        Interlocked.Increment(ref _ups);
        _isUp = true;
        _firstUp.TrySetResult();
        LogUp(_logger);
    }

    /// <summary>Marks Redis as down after a call failed. The next echo decides whether it is up again.</summary>
    public void MarkDown(Exception exception)
    {
        _failure = exception;
        if (!_isUp)
            return;
        _isUp = false;
        LogAway(_logger, exception.GetType().Name);
    }

    public async ValueTask DisposeAsync()
    {
        _isUp = false;
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is up")]
    private static partial void LogUp(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis has not been up since the start: {Reason} (ConnectionStrings:Redis). Until it is, the database is polled, and presence and limits are this machine's own")]
    private static partial void LogNeverUp(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is unreachable ({Reason}); falling back to polling the database")]
    private static partial void LogAway(ILogger logger, string reason);
}
