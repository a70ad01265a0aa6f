using System.Buffers;
using System.Diagnostics;
using VideoChat.LoadTests.Dialects;
using VideoChat.LoadTests.Order;

namespace VideoChat.LoadTests.FanOut;

/// <summary>Sends a member's messages: a new one for each that returned, all of one read in one write.</summary>
internal sealed class Sender
{
    private readonly IDialect _dialect;
    private readonly string _filling;
    private readonly Tally _tally;
    private readonly bool _isPaced;
    private readonly ArrayBufferWriter<byte> _frames = new();
    private int _sent;
    private int _cameBack;

    public Sender(int number, Member member, IDialect dialect, string filling, Tally tally, bool isPaced)
    {
        (Number, Member, _dialect, _filling, _tally, _isPaced) = (number, member, dialect, filling, tally, isPaced);
        member.Sender = this;
    }

    public int Number { get; }

    public Member Member { get; }

    public int Sent => Volatile.Read(ref _sent);

    public void Notice(Mark mark)
    {
        if (mark.Sender == Number && !_isPaced)
            _cameBack++;
    }

    public void SendNext()
    {
        if (_cameBack > 0 && _tally.Sending)
            Send(_cameBack);
        _cameBack = 0;
    }

    public void Send(int count)
    {
        _frames.ResetWrittenCount();
        for (var i = 0; i < count; i++)
        {
            Volatile.Write(ref _sent, _sent + 1);
            _dialect.WriteMessage(_frames, new Mark(Number, _sent, Stopwatch.GetTimestamp()), _filling);
        }
        Member.Send(_frames.WrittenSpan);
    }
}
