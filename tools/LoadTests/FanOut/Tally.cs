using System.Diagnostics;
using VideoChat.LoadTests.Measures;

namespace VideoChat.LoadTests.FanOut;

/// <summary>The deliveries to all members. The thread that serves the sockets counts, and the waiting thread reads.</summary>
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

    /// <summary>The number of connections that the server ended.</summary>
    public long Closed => Volatile.Read(ref _closed);

    public bool Measuring { get => _measuring; set => _measuring = value; }

    /// <summary>Indicates whether a returned message is followed by the next one.</summary>
    public bool Sending { get => _sending; set => _sending = value; }

    public void AddDelivery(long sentAt, long receivedAt)
    {
        Volatile.Write(ref _deliveries, _deliveries + 1);
        if (_measuring)
            Latencies.Add(receivedAt - sentAt);
    }

    public void AddOtherFrame() => Volatile.Write(ref _otherFrames, _otherFrames + 1);

    public void AddClosed() => Interlocked.Increment(ref _closed);

    public Latencies Measure(Action action)
    {
        Latencies = new Latencies();
        Measuring = true;
        action();
        Measuring = false;
        return Latencies;
    }

    /// <summary>Waits until a count has not changed for the given time, or has reached the wanted value.</summary>
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
