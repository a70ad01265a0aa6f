using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Health;
using VideoChat.Application.Webhooks;
using VideoChat.Infrastructure.Webhooks.Outbox;

namespace VideoChat.Infrastructure.Webhooks.Dispatch;

/// <summary>Delivers to each endpoint in a separate task, so that a slow endpoint does not delay the others.</summary>
internal sealed partial class WebhookWorker(
    WebhookDispatcher dispatcher, WebhookSignal signal, Lifecycle lifecycle, IOptions<WebhooksOptions> options,
    ILogger<WebhookWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    // The delay after a failure. It prevents a database outage from flooding the application log.
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, Task> _running = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
            return;
        try
        {
            await lifecycle.WaitUntilMigratedAsync(stoppingToken);
            while (true)
            {
                await StartDueAsync(stoppingToken);
                await signal.WaitAsync(Interval, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_running.Values);
        }
    }

    private async Task StartDueAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var endpointId in await dispatcher.ListDueAsync(stoppingToken))
            {
                if (_running.ContainsKey(endpointId))
                    continue;
                // The task starts after it is in the dictionary. Otherwise it could end, and remove its entry, before the entry is added.
                var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _running[endpointId] = RunAsync(endpointId, start.Task, stoppingToken);
                start.SetResult();
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, exception);
            await Task.Delay(RetryDelay, stoppingToken);
        }
    }

    private async Task RunAsync(Guid endpointId, Task start, CancellationToken stoppingToken)
    {
        await start;
        try
        {
            await dispatcher.RunAsync(endpointId, stoppingToken);
        }
        catch (Exception exception)
        {
            if (!stoppingToken.IsCancellationRequested)
                LogEndpointFailed(logger, exception, endpointId);
            await Task.Delay(RetryDelay, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _running.TryRemove(endpointId, out _);
            // Deliveries that were added while the task ended would otherwise wait for the next poll.
            signal.Set();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Listing due webhooks failed; retrying")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery to webhook {EndpointId} failed; retrying")]
    private static partial void LogEndpointFailed(ILogger logger, Exception exception, Guid endpointId);
}
