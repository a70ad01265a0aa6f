namespace VideoChat.Infrastructure.Webhooks.Outbox;

/// <summary>Wakes the worker when a transaction has left it something to do.</summary>
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
            // It is awake.
        }
    }

    /// <summary>Waits for work, or until it is time to look anyway: other machines do not wake us, nor does time.</summary>
    public Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken) => _work.WaitAsync(patience, cancellationToken);
}
