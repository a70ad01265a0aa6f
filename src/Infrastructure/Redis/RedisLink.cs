using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace VideoChat.Infrastructure.Redis;

/// <summary>The connection to Redis. Redis is down if an echo is overdue or a call fails, and up again after the next echo.</summary>
internal sealed partial class RedisLink : IAsyncDisposable
{
    private const string DefaultPrefix = "videochat:";

    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(1);

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
        // The prefix is added explicitly, because the client does not add it to the channels that scripts publish to.
        _options.ChannelPrefix = default;
    }

    public string Machine { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The prefix of all keys and channels, so that several installations can share one Redis (<c>channelPrefix</c>).</summary>
    public string Prefix { get; }

    public bool IsUp => _isUp;

    /// <summary>The number of times Redis came up. If it changes, messages may have been missed.</summary>
    public int UpCount => Volatile.Read(ref _ups);

    public ISubscriber Subscriber => Redis.GetSubscriber();

    private ConnectionMultiplexer Redis => _redis ?? throw new InvalidOperationException("The link is not open.");

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

    public async Task OpenAsync()
    {
        if (_redis is not null)
            return;
        using var log = new StringWriter();
        _redis = await ConnectionMultiplexer.ConnectAsync(_options, log);
        _connectLog = log.ToString();
        // Redis counts as down, because messages are missed while the connection is lost, and the client may fail to restore a
        // subscription.
        _redis.ConnectionFailed += (_, failed) =>
        {
            if (failed.ConnectionType == ConnectionType.Subscription)
                MarkDown(failed.Exception ?? new TimeoutException());
        };
    }

    // Scripts require all keys on one cluster node. A hash tag in the prefix ensures this (Redis cluster specification, "Hash
    // tags").
    public bool IsClusterWithoutHashTag =>
        !HasHashTag(Prefix) && Redis.GetServers().Any(server => server.IsConnected && server.ServerType == ServerType.Cluster);

    public Task FirstUp => _firstUp.Task;

    /// <summary>Indicates whether the TCP connection is established, even if Redis does not return echoes.</summary>
    public bool IsConnected => _redis?.IsConnected == true;

    /// <summary>
    /// Logs a warning if Redis is not up within <see cref="StartTimeout"/>. <see cref="MarkDown"/> logs nothing until Redis has
    /// been up once.
    /// </summary>
    public async Task WarnUnlessUpAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        await _firstUp.Task.WaitAsync(StartTimeout, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_firstUp.Task.IsCompleted)
            LogNeverUp(_logger, RedisFailure.Explain(_options, _failure, _connectLog));
    }

    public async Task WaitUntilUpAsync(CancellationToken cancellationToken) =>
        await _firstUp.Task.WaitAsync(CallTimeout, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>
    /// Calls Redis. Returns the default value if Redis is down or slower than a second. Redis executes queries in call order.
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

    /// <summary>Runs a script. Returns null if Redis does not answer.</summary>
    public Task<RedisResult?> RunAsync(string script, string key, params RedisValue[] arguments) =>
        RunAsync(script, [Prefix + key], arguments);

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

    public void MarkDown(Exception exception)
    {
        _failure = exception;
        if (!_isUp)
            return;
        _isUp = false;
        LogUnreachable(_logger, exception.GetType().Name);
    }

    public async ValueTask DisposeAsync()
    {
        _isUp = false;
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is up")]
    private static partial void LogUp(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis has not been up since the start: {Reason} (ConnectionStrings:Redis). Until then, the database is polled, and presence and limits cover this machine only")]
    private static partial void LogNeverUp(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is unreachable ({Reason}); falling back to polling the database")]
    private static partial void LogUnreachable(ILogger logger, string reason);
}
