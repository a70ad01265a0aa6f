namespace VideoChat.Application.Limits;

/// <summary>A token bucket, full at the start. This type is not thread-safe.</summary>
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

    /// <summary>Takes the requested tokens. If too few are available, takes none and returns false.</summary>
    public bool TryTake(int tokens = 1)
    {
        Fill();
        if (_spent > burst - tokens)
            return false;
        _spent += tokens;
        return true;
    }

    /// <summary>Takes a token even if none is available. Returns the time until the token becomes available.</summary>
    public TimeSpan Reserve()
    {
        Fill();
        _spent++;
        return TimeSpan.FromSeconds(Math.Max(0, (_spent - burst) / perSecond));
    }

    public void Return() => _spent = Math.Max(0, _spent - 1);

    private void Fill()
    {
        var now = clock.GetTimestamp();
        _spent = Math.Max(0, _spent - (clock.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
    }
}
