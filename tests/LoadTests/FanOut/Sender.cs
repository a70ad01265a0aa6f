using System.Buffers;
using System.Diagnostics;
using VideoChat.LoadTests.Dialects;
using VideoChat.LoadTests.Order;
using VideoChat.LoadTests.Sockets;

namespace VideoChat.LoadTests.FanOut;

/// <summary>Sends a member's messages: a new one for each that came back, all of one read in one write.</summary>
internal sealed class Sender(int number, LoadSocket socket, IDialect dialect, string filling, Tally tally, bool isPaced)
{
    private readonly ArrayBufferWriter<byte> _frames = new();
    private int _sent;
    private int _cameBack;

    public int Number => number;

    public int Sent => Volatile.Read(ref _sent);

    public void Notice(Mark mark)
    {
        if (mark.Sender == number && !isPaced)
            _cameBack++;
    }

    public void SendNext()
    {
        if (_cameBack > 0 && tally.Sending)
            Send(_cameBack);
        _cameBack = 0;
    }

    public void Send(int count)
    {
        _frames.ResetWrittenCount();
        for (var i = 0; i < count; i++)
        {
            Volatile.Write(ref _sent, _sent + 1);
            dialect.WriteMessage(_frames, new Mark(number, _sent, Stopwatch.GetTimestamp()), filling);
        }
        socket.Send(_frames.WrittenSpan);
    }
}
