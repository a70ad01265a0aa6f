using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>The subscription of one connection to one room. Its state changes only under the lock of the room.</summary>
/// <param name="skipThrough">The last seq that the peer already has. Only later events are sent.</param>
internal sealed class RoomSubscription(UserConnection connection, HubRoom room, long startSeq, long skipThrough)
{
    public UserConnection Connection => connection;

    public HubRoom Room => room;

    public long StartSeq => startSeq;

    public long SkipThrough => skipThrough;

    public int Index { get; set; }

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

    /// <summary>Sends a stored event after all earlier events, because the peer resumes from the highest seq it has received.</summary>
    public void SendAgain(RoomEventFrame frame) => room.SendAgain(this, frame.Seq, FrameWriter.Write(frame));
}
