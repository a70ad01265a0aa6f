using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>
/// The rates of all addresses that have sockets in this process. An address keeps its rates after its last socket has closed
/// until its token buckets are full, so reconnecting does not reset them.
/// </summary>
internal sealed class AddressRates(IOptions<RateLimitingOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, AddressRate> _rates = [];
    private long _sweptAt = clock.GetTimestamp();

    public int Count
    {
        get
        {
            lock (_rates)
                return _rates.Count;
        }
    }

    /// <summary>Adds a socket to the rates of its address. The caller must call <see cref="Leave"/>.</summary>
    public AddressRate Enter(string address)
    {
        lock (_rates)
        {
            Sweep();
            if (!_rates.TryGetValue(address, out var rate))
                _rates[address] = rate = new AddressRate(options.Value, clock);
            rate.Sockets++;
            return rate;
        }
    }

    public void Leave(AddressRate rate)
    {
        lock (_rates)
            rate.Sockets--;
    }

    private void Sweep()
    {
        if (clock.GetElapsedTime(_sweptAt) < SweepInterval)
            return;
        _sweptAt = clock.GetTimestamp();
        foreach (var (address, rate) in _rates)
        {
            if (rate.IsUnused)
                _rates.Remove(address);
        }
    }
}
