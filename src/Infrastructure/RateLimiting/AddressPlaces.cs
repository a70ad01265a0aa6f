namespace VideoChat.Infrastructure.RateLimiting;

/// <summary>So many places for each address, in this process.</summary>
public sealed class AddressPlaces
{
    private readonly Dictionary<string, int> _taken = [];

    /// <summary>Takes a place; false where the address has as many as it may.</summary>
    public bool TryTake(string address, int limit)
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

    public void GiveBack(string address)
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
