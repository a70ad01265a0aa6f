namespace VideoChat.Infrastructure.Webhooks.Outbox;

/// <summary>Wakes the worker when a transaction has added work.</summary>
internal sealed class WebhookSignal
{
    private readonly SemaphoreSlim _work = new(0, 1);

    public void Set()
    {
        try
        {
            _work.Release();
        }
        catch (SemaphoreFullException)
        {
            // The signal is already set.
        }
    }

    /// <summary>
    /// Waits for the signal or the timeout. Polling is needed because other machines and retry times do not set the signal.
    /// </summary>
    public Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken) => _work.WaitAsync(patience, cancellationToken);
}
