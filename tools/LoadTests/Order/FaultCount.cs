using VideoChat.LoadTests.Measures;

namespace VideoChat.LoadTests.Order;

/// <summary>Counts everything that must not happen to a message.</summary>
internal sealed class FaultCount
{
    public long Lost { get; private set; }

    public long Doubled { get; private set; }

    public long OutOfOrder { get; private set; }

    public void Add(Sequence sequence, long expectedLast)
    {
        Lost += sequence.LostOf(expectedLast);
        Doubled += sequence.Doubled;
        OutOfOrder += sequence.OutOfOrder;
    }

    /// <summary>
    /// Adds the faults in the senders' messages as the room numbered them. Disagreements between members are counted separately.
    /// </summary>
    public void Add(RoomOrder order, IEnumerable<(int Sender, int Sent)> senders)
    {
        var seen = order.BySender();
        foreach (var (sender, sent) in senders)
            Add(seen.GetValueOrDefault(sender) ?? new Sequence(), sent);
    }

    public void AddTo(Report report)
    {
        report.AddFault("lost", Lost);
        report.AddFault("doubled", Doubled);
        report.AddFault("out_of_order", OutOfOrder);
    }
}
