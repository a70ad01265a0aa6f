namespace VideoChat.Application.Limits;

/// <summary>A token bucket. Not thread-safe.</summary>
/// <param name="burst">The capacity; a new bucket is full.</param>
/// <param name="perSecond">The refill rate.</param>
/// <param name="clock">The time source.</param>
public sealed class TokenBucket(double burst, double perSecond, TimeProvider clock)
{
    private double _spent;
    private long _filledAt = clock.GetTimestamp();

    public bool IsFull
    {
        get
        {
            Fill();
            return _spent <= 0;
        }
    }

    /// <summary>Takes tokens. If there are fewer, takes none and returns false.</summary>
    public bool TryTake(int tokens = 1)
    {
        Fill();
        if (_spent > burst - tokens)
            return false;
        _spent += tokens;
        return true;
    }

    /// <summary>Takes a token in advance and returns the time until it is available.</summary>
    public TimeSpan Reserve()
    {
        Fill();
        _spent++;
        return TimeSpan.FromSeconds(Math.Max(0, (_spent - burst) / perSecond));
    }

    /// <summary>Returns an unused token.</summary>
    public void Return() => _spent = Math.Max(0, _spent - 1);

    private void Fill()
    {
        var now = clock.GetTimestamp();
        _spent = Math.Max(0, _spent - (clock.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
    }
}
