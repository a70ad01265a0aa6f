namespace VideoChat.Infrastructure.Webhooks.Outbox;

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
            // The signal is already set, so there is nothing to do.
        }
    }

    // Waits for the signal or the timeout, because other machines and retries that become due set no signal.
    public Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _work.WaitAsync(timeout, cancellationToken);
}
