using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace VideoChat.Infrastructure.Realtime.Redis;

/// <summary>
/// This process's connection to Redis, and whether it can be relied on. Redis counts as up from the moment on that an echo
/// has come back, all the way through publishing and subscribing, until one does not or any call fails; what is asked
/// meanwhile is answered at once with nothing, so that nobody waits for a Redis that is away.
/// </summary>
internal sealed partial class RedisLink : IAsyncDisposable
{
    private const string DefaultPrefix = "videochat:";

    /// <summary>How long a call may take before Redis counts as away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How long Redis may take to be up for the first time before the log says that it is not.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan DefaultConnectPatience = TimeSpan.FromSeconds(1);

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
        // Added here and not by the library, which does not see the channels that scripts publish to.
        _options.ChannelPrefix = default;
    }

    /// <summary>Names this process to the others; new at each start.</summary>
    public string Machine { get; } = Guid.NewGuid().ToString("N");

    /// <summary>
    /// How all keys and channels begin; <c>channelPrefix</c> in the connection string, where several installations share one
    /// Redis.
    /// </summary>
    public string Prefix { get; }

    public bool IsUp => _isUp;

    /// <summary>How many times Redis has come up; who sees another number than before has missed something.</summary>
    public int Ups => Volatile.Read(ref _ups);

    public ISubscriber Subscriber => Redis.GetSubscriber();

    private ConnectionMultiplexer Redis => _redis ?? throw new InvalidOperationException("The link is not open.");

    /// <summary>
    /// A connection string with what is ours in it: how long a call may take is a promise to those who wait, how long
    /// connecting may take is the operator's choice.
    /// </summary>
    public static ConfigurationOptions Configure(string connectionString)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AsyncTimeout = (int)Patience.TotalMilliseconds;
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
        options.ReconnectRetryPolicy = new LinearRetry(500);
        if (!connectionString.Split(',').Any(part => part.Trim().StartsWith("connectTimeout=", StringComparison.OrdinalIgnoreCase)))
            options.ConnectTimeout = (int)DefaultConnectPatience.TotalMilliseconds;
        return options;
    }

    /// <summary>Connects, or goes on trying to where Redis is away.</summary>
    public async Task OpenAsync()
    {
        if (_redis is not null)
            return;
        using var log = new StringWriter();
        _redis = await ConnectionMultiplexer.ConnectAsync(_options, log);
        _connectLog = log.ToString();
        // What is published meanwhile is missed, and not all that was subscribed needs to come back with the connection.
        _redis.ConnectionFailed += (_, failed) =>
        {
            if (failed.ConnectionType == ConnectionType.Subscription)
                MarkDown(failed.Exception ?? new TimeoutException());
        };
    }

    /// <summary>
    /// Whether Redis is a cluster that would spread our keys over its nodes: a script takes only keys of one node. A hash tag in the
    /// prefix keeps them together (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags).
    /// </summary>
    public bool IsClusterWithoutHashTag =>
        !HasHashTag(Prefix) && Redis.GetServers().Any(server => server.IsConnected && server.ServerType == ServerType.Cluster);

    public Task FirstUp => _firstUp.Task;

    /// <summary>Whether there is a connection now; that does not mean that it can be relied on.</summary>
    public bool IsConnected => _redis?.IsConnected == true;

    /// <summary>
    /// Warns if Redis has never been up a few seconds after the link was opened: from the start there is no change that would be told.
    /// Said once, and not with each attempt.
    /// </summary>
    public async Task WarnUnlessUpAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        await _firstUp.Task.WaitAsync(StartPatience, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_firstUp.Task.IsCompleted)
            LogNeverUp(_logger, RedisFailure.Explain(_options, _failure, _connectLog));
    }

    /// <summary>Ends when Redis has been up for the first time, or after as long as a call may take.</summary>
    public async Task WaitUntilUpAsync(CancellationToken cancellationToken) =>
        await _firstUp.Task.WaitAsync(Patience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>
    /// Asks Redis something and waits no longer than a second; the default where there is no answer. What is asked in order
    /// is done in order.
    /// </summary>
    public async Task<TAnswer?> AskAsync<TAnswer>(Func<IDatabase, Task<TAnswer>> question)
    {
        if (!_isUp)
            return default;
        try
        {
            return await question(Redis.GetDatabase()).WaitAsync(Patience);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            MarkDown(exception);
            return default;
        }
    }

    /// <summary>Runs a script, which nothing comes between; null where there is no answer.</summary>
    public Task<RedisResult?> RunAsync(string script, string key, params RedisValue[] arguments) =>
        RunAsync(script, [Prefix + key], arguments);

    /// <summary>The same, with whole keys.</summary>
    public Task<RedisResult?> RunAsync(string script, RedisKey[] keys, params RedisValue[] arguments) =>
        AskAsync<RedisResult?>(async redis => await redis.ScriptEvaluateAsync(script, keys, arguments));

    /// <summary>Subscribes, anew where it was subscribed; false where that failed and is to be tried again.</summary>
    public async Task<bool> TrySubscribeAsync(string channel, Func<string, Task> hear)
    {
        try
        {
            var name = RedisChannel.Literal(Prefix + channel);
            // The library does not ask again for what it believes to have, though Redis may have forgotten it. Both are sent at
            // once, so that nothing is published in between.
            var unsubscribing = Subscriber.UnsubscribeAsync(name);
            var subscribing = Subscriber.SubscribeAsync(name);
            await Task.WhenAll(unsubscribing, subscribing).WaitAsync(Patience);
            var queue = await subscribing;
            // One after the other: signals keep their order.
            queue.OnMessage(message => hear(message.Message.ToString()));
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            MarkDown(exception);
            // The library goes on trying, for nobody: what it heard would gather unread.
            await UnsubscribeAsync(channel);
            return false;
        }
    }

    public async Task UnsubscribeAsync(string channel)
    {
        try
        {
            await Subscriber.UnsubscribeAsync(RedisChannel.Literal(Prefix + channel)).WaitAsync(Patience);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            // What is still heard of the room finds no listener.
            MarkDown(exception);
        }
    }

    /// <summary>Publishes; throws where Redis is away.</summary>
    public Task PublishAsync(string channel, string text) =>
        Subscriber.PublishAsync(RedisChannel.Literal(Prefix + channel), text).WaitAsync(Patience);

    private static bool HasHashTag(string prefix)
    {
        var start = prefix.IndexOf('{', StringComparison.Ordinal);
        return start >= 0 && prefix.IndexOf('}', start) > start + 1;
    }

    /// <summary>An echo has come back.</summary>
    public void MarkUp()
    {
        if (_isUp)
            return;
        Interlocked.Increment(ref _ups);
        _isUp = true;
        _firstUp.TrySetResult();
        LogUp(_logger);
    }

    /// <summary>Something did not work; the next echo says whether it does again.</summary>
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
