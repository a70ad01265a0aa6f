namespace VideoChat.LoadTests.Order;

/// <summary>
/// The messages under a room's numbers. The first member that receives a number defines its message, and all others must agree.
/// </summary>
internal sealed class RoomOrder
{
    private (int Sender, int Number)[] _messages = new (int, int)[1_024];

    public long Last { get; private set; }

    /// <summary>Returns false if another member received a different message under this number.</summary>
    public bool Agrees(in Delivery delivery)
    {
        var index = delivery.Seq - 1;
        if (index >= _messages.Length)
            Array.Resize(ref _messages, (int)Math.Max(index + 1, _messages.Length * 2L));
        Last = Math.Max(Last, delivery.Seq);

        var message = (delivery.Mark.Sender, delivery.Mark.Number);
        ref var known = ref _messages[index];
        if (known == default)
            known = message;
        return known == message;
    }

    /// <summary>Returns each sender's messages in the order of the room.</summary>
    public Dictionary<int, Sequence> BySender()
    {
        var senders = new Dictionary<int, Sequence>();
        foreach (var (sender, number) in _messages.Take((int)Last).Where(message => message != default))
        {
            if (!senders.TryGetValue(sender, out var numbers))
                senders.Add(sender, numbers = new Sequence());
            numbers.Take(number);
        }
        return senders;
    }
}
