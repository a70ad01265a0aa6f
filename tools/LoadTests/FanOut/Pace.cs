using System.Diagnostics;

namespace VideoChat.LoadTests.FanOut;

/// <summary>Sends at a fixed rate, independent of replies. The senders take turns.</summary>
internal sealed class Pace : IDisposable
{
    private readonly IReadOnlyList<Sender> _senders;
    private readonly int _rate;
    private readonly Thread _thread;
    private volatile bool _ended;

    public Pace(IReadOnlyList<Sender> senders, int rate)
    {
        (_senders, _rate) = (senders, rate);
        _thread = new Thread(Run) { Name = "pace" };
        _thread.Start();
    }

    public void Dispose()
    {
        _ended = true;
        _thread.Join();
    }

    private void Run()
    {
        var began = Stopwatch.GetTimestamp();
        for (long sent = 0; !_ended; Thread.Sleep(1))
        {
            var due = (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * _rate);
            for (; sent < due; sent++)
                _senders[(int)(sent % _senders.Count)].Send(1);
        }
    }
}
