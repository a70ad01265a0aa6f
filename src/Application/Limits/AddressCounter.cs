namespace VideoChat.Application.Limits;

/// <summary>Counts items per address in this process. Thread-safe.</summary>
public sealed class AddressCounter
{
    private readonly Dictionary<string, int> _taken = [];

    /// <summary>Adds one item. Returns false if the address is at its limit.</summary>
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
