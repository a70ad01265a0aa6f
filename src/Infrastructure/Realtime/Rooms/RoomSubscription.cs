using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>The subscription of one connection to one room. Its state changes only under the lock of the room.</summary>
/// <param name="start">The position of the room when the connection was subscribed.</param>
/// <param name="skipThrough">The position of the last event that the peer already has. Only later events are sent.</param>
internal sealed class RoomSubscription(UserConnection connection, HubRoom room, LogPosition start, LogPosition skipThrough)
{
    public UserConnection Connection => connection;

    public HubRoom Room => room;

    public LogPosition Start => start;

    public LogPosition SkipThrough => skipThrough;

    public int Index { get; set; }

    public long SignalsSeen { get; set; }

    public void Send(EventBatch batch)
    {
        if (batch.FirstSeq <= skipThrough.Seq)
        {
            if (batch.LastSeq < skipThrough.Seq)
                return;
            // The log may have lost the peer's position after it was looked up.
            if (batch.PositionAt(skipThrough.Seq) != skipThrough)
                CloseAfterLoss();
            if (batch.LastSeq == skipThrough.Seq)
                return;
            batch = batch.After(skipThrough.Seq);
        }
        connection.Send(batch.Frames);
    }

    /// <summary>Closes the socket, because the log has lost events. The client resumes and learns which.</summary>
    public void CloseAfterLoss() => connection.Close(CloseCodes.ServiceRestart, "the room has lost events");

    /// <summary>Sends a stored event after all earlier events, because the peer resumes from the highest seq it has received.</summary>
    public void SendAgain(RoomEventFrame frame) => room.SendAgain(this, frame.Seq, FrameWriter.Write(frame));
}
