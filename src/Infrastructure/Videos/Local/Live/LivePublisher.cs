namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>The encoder on air, as the next one sees it.</summary>
internal sealed class LivePublisher(TimeProvider clock, CancellationToken closing) : IDisposable
{
    private readonly CancellationTokenSource _cut = CancellationTokenSource.CreateLinkedTokenSource(closing);
    private long _heardAt = clock.GetTimestamp();
    private volatile bool _hasLeft;

    /// <summary>Cancelled when the encoder has to go.</summary>
    public CancellationToken Cut => _cut.Token;

    public TimeSpan Silence => clock.GetElapsedTime(Interlocked.Read(ref _heardAt));

    /// <summary>The connection has ended; only its last segment is still being written.</summary>
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
            // It has just left.
        }
    }

    public void Leave() => _hasLeft = true;

    public void Dispose() => _cut.Dispose();
}
