using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>
/// The rates of the addresses that have sockets in this process, and of those that had one until a moment ago: whoever leaves
/// and comes back finds what was left. An address is forgotten once its rates are whole again, a minute after its last
/// socket at most, so that the table is bounded by the sockets that can be open and be opened in that time.
/// </summary>
internal sealed class AddressRates(IOptions<RateLimitingOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, AddressRate> _rates = [];
    private long _sweptAt = clock.GetTimestamp();

    /// <summary>How many addresses are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_rates)
                return _rates.Count;
        }
    }

    /// <summary>The rates of an address, for one more socket, until <see cref="Leave"/>.</summary>
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
