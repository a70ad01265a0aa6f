using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>One connection's subscription to one room. Its room changes it, under the room's lock.</summary>
/// <param name="connection">The connection that receives the room's frames.</param>
/// <param name="room">The room.</param>
/// <param name="startSeq">The seq of the newest event before the subscription; later events are sent.</param>
/// <param name="skipThrough">Events up to this seq are not sent, because the peer already has them.</param>
internal sealed class RoomSubscription(SocketConnection connection, HubRoom room, long startSeq, long skipThrough)
{
    public SocketConnection Connection => connection;

    public HubRoom Room => room;

    public long StartSeq => startSeq;

    public long SkipThrough => skipThrough;

    public int Index { get; set; }

    /// <summary>The number of the room's signals that were sent to this connection or preceded it.</summary>
    public long SignalsSeen { get; set; }

    public void Send(EventBatch batch)
    {
        if (batch.FirstSeq <= skipThrough)
        {
            if (batch.LastSeq <= skipThrough)
                return;
            batch = batch.After(skipThrough);
        }
        connection.Send(batch.Frames);
    }

    /// <summary>
    /// Sends a logged event again, to this connection alone, but never before earlier events: the peer resumes from the highest seq it
    /// has seen.
    /// </summary>
    public void SendAgain(RoomEventFrame frame) => room.SendAgain(this, frame.Seq, FrameWriter.Write(frame));
}
