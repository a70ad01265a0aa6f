using System.Diagnostics;
using VideoChat.LoadTests.Measures;

namespace VideoChat.LoadTests.FanOut;

/// <summary>What all members have got; counted by the one thread that serves the sockets, read by the one that waits.</summary>
internal sealed class Tally
{
    private long _deliveries;
    private long _otherFrames;
    private long _closed;
    private volatile bool _measuring;
    private volatile bool _sending;

    public Latencies Latencies { get; private set; } = new();

    public long Deliveries => Volatile.Read(ref _deliveries);

    public long OtherFrames => Volatile.Read(ref _otherFrames);

    /// <summary>Connections that ended before we ended them.</summary>
    public long Closed => Volatile.Read(ref _closed);

    /// <summary>Whether what comes in is to be timed.</summary>
    public bool Measuring { get => _measuring; set => _measuring = value; }

    /// <summary>Whether a message that comes back is followed by the next.</summary>
    public bool Sending { get => _sending; set => _sending = value; }

    public void AddDelivery(long sentAt, long receivedAt)
    {
        Volatile.Write(ref _deliveries, _deliveries + 1);
        if (_measuring)
            Latencies.Add(receivedAt - sentAt);
    }

    public void AddOtherFrame() => Volatile.Write(ref _otherFrames, _otherFrames + 1);

    public void AddClosed() => Interlocked.Increment(ref _closed);

    /// <summary>Times what comes in while something is done.</summary>
    public Latencies Measure(Action action)
    {
        Latencies = new Latencies();
        Measuring = true;
        action();
        Measuring = false;
        return Latencies;
    }

    /// <summary>Waits until a count stays as it is for so long, or reaches what is wanted.</summary>
    public static void WaitUntilStill(Func<long> count, TimeSpan stillness, long wanted = long.MaxValue)
    {
        var last = count();
        var since = Stopwatch.GetTimestamp();
        while (last < wanted && Stopwatch.GetElapsedTime(since) < stillness)
        {
            Thread.Sleep(5);
            if (count() is var now && now != last)
                (last, since) = (now, Stopwatch.GetTimestamp());
        }
    }
}
