namespace VideoChat.Infrastructure.Webhooks.Outbox;

/// <summary>Wakes the webhook worker after a transaction has added deliveries.</summary>
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
    /// Waits for the signal, but no longer than the timeout. Work of other machines and retries that become due set no signal.
    /// </summary>
    public Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken) => _work.WaitAsync(patience, cancellationToken);
}
