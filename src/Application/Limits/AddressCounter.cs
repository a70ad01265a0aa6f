namespace VideoChat.Application.Limits;

/// <summary>A thread-safe counter per IP address, for this process.</summary>
public sealed class AddressCounter
{
    private readonly Dictionary<string, int> _taken = [];

    /// <summary>Increments the counter; returns false if the address has reached its limit.</summary>
    public bool TryAcquire(string address, int limit)
    {
        lock (_taken)
        {
            var count = _taken.GetValueOrDefault(address);
            if (count >= limit)
                return false;
            _taken[address] = count + 1;
            return true;
        }
    }

    public void Release(string address)
    {
        lock (_taken)
        {
            if (_taken[address] == 1)
                _taken.Remove(address);
            else
                _taken[address]--;
        }
    }
}
