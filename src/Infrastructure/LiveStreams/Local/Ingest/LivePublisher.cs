namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

internal sealed class LivePublisher(TimeProvider clock, CancellationToken closing) : IDisposable
{
    private readonly CancellationTokenSource _cut = CancellationTokenSource.CreateLinkedTokenSource(closing);
    private long _heardAt = clock.GetTimestamp();
    private volatile bool _hasLeft;

    /// <summary>Cancelled when the encoder must be disconnected.</summary>
    public CancellationToken Cut => _cut.Token;

    public TimeSpan Silence => clock.GetElapsedTime(Interlocked.Read(ref _heardAt));

    /// <summary>Indicates whether the connection has ended. Its last segment may still be incomplete.</summary>
    public bool HasLeft => _hasLeft;

    public void Heard() => Interlocked.Exchange(ref _heardAt, clock.GetTimestamp());

    public async Task CutAsync()
    {
        try
        {
            await _cut.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The encoder has already disconnected, so there is nothing to cut.
        }
    }

    public void Leave() => _hasLeft = true;

    public void Dispose() => _cut.Dispose();
}
