namespace VideoChat.Application.Limits;

/// <summary>So many tokens at once, and so many a second in the long run. For one thread at a time.</summary>
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

    public bool TryTake()
    {
        Fill();
        if (_spent > burst - 1)
            return false;
        _spent++;
        return true;
    }

    /// <summary>Takes a token that may not be there yet, and says how long to wait for it.</summary>
    public TimeSpan Reserve()
    {
        Fill();
        _spent++;
        return TimeSpan.FromSeconds(Math.Max(0, (_spent - burst) / perSecond));
    }

    /// <summary>Gives a token back that was not used.</summary>
    public void Return() => _spent = Math.Max(0, _spent - 1);

    private void Fill()
    {
        var now = clock.GetTimestamp();
        _spent = Math.Max(0, _spent - (clock.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
    }
}
