using System.Security.Cryptography;
using System.Text;
using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

internal enum Admission
{
    Admitted,
    WrongKey,
    Occupied,
}

/// <summary>Admits encoders that send the stream key, one at a time.</summary>
internal sealed class StreamKeyGate(string key, TimeProvider clock)
{
    private static readonly TimeSpan PublishWithin = TimeSpan.FromSeconds(5);

    /// <summary>How long a new connection waits for the slot, because the server may not have noticed the end of the old one.</summary>
    private static readonly TimeSpan Handover = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The time without data after which a new connection replaces an encoder. Such an encoder has probably lost its network.
    /// </summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly SemaphoreSlim _place = new(1, 1);
    private readonly UnauthenticatedConnections _unauthenticated = new();
    private volatile LivePublisher? _publisher;

    public async Task<Admission> AdmitAsync(RtmpConnection connection, CancellationToken closing)
    {
        using var timer = new CancellationTokenSource(PublishWithin, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, closing);
        using var entry = _unauthenticated.Add(limit);

        var name = await connection.ReadPublishAsync(limit.Token);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(name), _key))
        {
            await connection.RefuseNameAsync("The stream key is wrong.", limit.Token);
            await connection.WaitForCloseAsync(limit.Token);
            return Admission.WrongKey;
        }
        if (await TakePlaceAsync(limit.Token))
            return Admission.Admitted;
        await connection.RefuseNameAsync("Another encoder is sending to this stream.", limit.Token);
        await connection.WaitForCloseAsync(limit.Token);
        return Admission.Occupied;
    }

    public LivePublisher Begin(CancellationToken closing) => _publisher = new LivePublisher(clock, closing);

    public void Release()
    {
        _publisher = null;
        _place.Release();
    }

    /// <summary>Takes the slot if it is free. No encoder is admitted until <see cref="Release"/> is called.</summary>
    public bool TryClose() => _place.Wait(0);

    private async Task<bool> TakePlaceAsync(CancellationToken cancellationToken)
    {
        if (await _place.WaitAsync(Handover, cancellationToken))
            return true;
        if (_publisher is { HasLeft: false } publisher)
        {
            if (publisher.Silence < Silence)
                return false;
            await publisher.CutAsync();
        }
        // The wait ends after the last segment of the previous encoder is written, because its slot becomes free then.
        await _place.WaitAsync(cancellationToken);
        return true;
    }
}
