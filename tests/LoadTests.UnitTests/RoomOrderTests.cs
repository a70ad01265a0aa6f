using System.Text;
using VideoChat.LoadTests.Measures;
using VideoChat.LoadTests.Order;

namespace VideoChat.LoadTests.UnitTests;

internal sealed class RoomOrderTests
{
    [Test]
    public void Agrees_WhenAnotherMemberGotAnotherMessageUnderTheNumber_IsFalse()
    {
        var order = new RoomOrder();
        order.Agrees(new Delivery(1, new Mark(1, 1, 0)));

        Assert.Multiple(() =>
        {
            Assert.That(order.Agrees(new Delivery(1, new Mark(1, 1, 0))), Is.True);
            Assert.That(order.Agrees(new Delivery(1, new Mark(2, 1, 0))), Is.False);
        });
    }

    [Test]
    public void Faults_WhenASendersMessagesAreNumberedTheWrongWayRound_AreOutOfOrder()
    {
        var faults = Faults(sent: 2, (1, 2), (2, 1));

        Assert.That((faults.Lost, faults.Doubled, faults.OutOfOrder), Is.EqualTo((0L, 0L, 1L)));
    }

    [Test]
    public void Faults_WhenAMessageHasTwoNumbers_AreDoubled()
    {
        var faults = Faults(sent: 1, (1, 1), (2, 1));

        Assert.That((faults.Lost, faults.Doubled, faults.OutOfOrder), Is.EqualTo((0L, 1L, 0L)));
    }

    [Test]
    public void Faults_WhenAMessageNeverGotANumber_AreLost()
    {
        var faults = Faults(sent: 3, (1, 1), (2, 2));

        Assert.That((faults.Lost, faults.Doubled, faults.OutOfOrder), Is.EqualTo((1L, 0L, 0L)));
    }

    [Test]
    public void AddTo_WhenSomethingIsLost_MakesTheReportUnsound()
    {
        var report = new Report("run");

        Faults(sent: 1).AddTo(report);

        Assert.That(report.IsSound, Is.False);
    }

    [Test]
    public void TryRead_WhenTheFrameIsAMessage_FindsNumberAndMark()
    {
        var mark = new Mark(7, 42, 123_456_789);
        var frame = $$"""{"type":"message","user_id":"u","content":"~{{mark}}xx","client_id":"{{mark}}","seq":17,"timestamp":"t"}""";

        var found = Delivery.TryRead(Encoding.UTF8.GetBytes(frame), out var delivery);

        Assert.That((found, delivery), Is.EqualTo((true, new Delivery(17, mark))));
    }

    [Test]
    public void TryRead_WhenTheFrameIsASignal_FindsNothing()
    {
        Assert.That(Delivery.TryRead("""{"type":"user_joined","username":"ada"}"""u8, out _), Is.False);
    }

    // Counts the faults in one sender's messages, given the room's and the sender's numbers in the order of the room.
    private static FaultCount Faults(int sent, params ReadOnlySpan<(int Seq, int Number)> messages)
    {
        var order = new RoomOrder();
        foreach (var (seq, number) in messages)
            order.Agrees(new Delivery(seq, new Mark(1, number, 0)));
        var faults = new FaultCount();
        faults.Add(order, [(1, sent)]);
        return faults;
    }
}
