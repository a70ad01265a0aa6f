using System.Security.Cryptography;
using System.Text;
using VideoChat.Infrastructure.Videos.Local.Live.Rtmp;

namespace VideoChat.Infrastructure.Videos.Local.Live;

internal enum Admission
{
    Admitted,
    WrongKey,
    Occupied,
}

/// <summary>Admits encoders that show the key in time, one at a time. The others cost a little memory for a few seconds.</summary>
internal sealed class PublisherGate(string key, TimeProvider clock)
{
    private static readonly TimeSpan PublishWithin = TimeSpan.FromSeconds(5);

    /// <summary>A connection may be replaced before the server has noticed that the old one is closed.</summary>
    private static readonly TimeSpan Handover = TimeSpan.FromMilliseconds(500);

    /// <summary>An encoder that is silent for so long has probably lost its network, and is the one that comes back.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly SemaphoreSlim _place = new(1, 1);
    private readonly UnauthenticatedConnections _unauthenticated = new();
    private volatile LivePublisher? _publisher;

    /// <summary>Reads up to the publish command and answers a refusal.</summary>
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

    /// <summary>Puts the encoder that was admitted on air.</summary>
    public LivePublisher Begin(CancellationToken closing) => _publisher = new LivePublisher(clock, closing);

    /// <summary>Gives the place of the encoder that was admitted free.</summary>
    public void Release()
    {
        _publisher = null;
        _place.Release();
    }

    /// <summary>Takes the place if it is free. Without <see cref="Release"/> no encoder is admitted any longer.</summary>
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
        // The one before has left; its last segment is being written.
        await _place.WaitAsync(cancellationToken);
        return true;
    }
}
