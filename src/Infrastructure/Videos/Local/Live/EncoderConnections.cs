using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using VideoChat.Infrastructure.Videos.Local.Live.Rtmp;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>How a connection to a live stream's port has ended.</summary>
internal enum ConnectionEnd
{
    /// <summary>It was no encoder, or was not admitted.</summary>
    NotAdmitted,

    /// <summary>The encoder has left, or may come back with other settings: the place is still taken.</summary>
    EncoderLeft,

    /// <summary>The encoder was rejected, and the stream ends with it.</summary>
    StreamRejected,
}

/// <summary>Serves the connections to a live stream's port: admits one encoder at a time, and has it on air.</summary>
internal sealed partial class EncoderConnections(
    LiveIngestSettings settings, PublisherGate gate, LiveFolder folder, LiveState state, TimeProvider clock, ILogger logger)
{
    /// <summary>
    /// How long a rejected encoder may take to read why and close the connection. Its place is taken for as long, so that an encoder
    /// that returns immediately does not fill the room's log with rejections.
    /// </summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    /// <summary>Serves one connection until it is closed. After <see cref="ConnectionEnd.EncoderLeft"/> the gate's place is to be released.</summary>
    public async Task<ConnectionEnd> ServeAsync(Socket socket, CancellationToken closing)
    {
        using var owned = socket;
        var end = ConnectionEnd.NotAdmitted;
        try
        {
            socket.NoDelay = true;
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var connection = new RtmpConnection(stream);
            if (!await IsAdmittedAsync(connection, closing))
                return end;
            end = ConnectionEnd.EncoderLeft;
            await CarryAsync(connection, closing);
        }
        catch (LiveRefusalException refusal)
        {
            end = refusal.EndsStream ? ConnectionEnd.StreamRejected : end;
        }
        catch (RtmpException exception)
        {
            LogRefused(logger, settings.Id, exception.Message);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or EndOfStreamException
            or IOException { InnerException: SocketException })
        {
            // It left, was silent for too long, or the port is closed.
            LogGone(logger, settings.Id);
        }
        catch (Exception exception)
        {
            LogFailed(logger, exception, settings.Id);
        }
        return end;
    }

    private async Task<bool> IsAdmittedAsync(RtmpConnection connection, CancellationToken closing)
    {
        var admission = await gate.AdmitAsync(connection, closing);
        if (admission == Admission.WrongKey)
            LogWrongKey(logger, settings.Id);
        else if (admission == Admission.Occupied)
            LogOccupied(logger, settings.Id);
        return admission == Admission.Admitted;
    }

    /// <summary>Has an encoder that was admitted on air until it leaves.</summary>
    /// <exception cref="LiveRefusalException">It was rejected, and has been told.</exception>
    private async Task CarryAsync(RtmpConnection connection, CancellationToken closing)
    {
        try
        {
            using var publisher = gate.Begin(closing);
            await connection.AcceptAsync(publisher.Cut);
            await PutOnAirAsync(connection, publisher);
        }
        catch (LiveRefusalException refusal)
        {
            await SayFarewellAsync(connection, refusal, closing);
            throw;
        }
    }

    private async Task PutOnAirAsync(RtmpConnection connection, LivePublisher publisher)
    {
        LogOnAir(logger, settings.Id);
        var show = new LiveShow(settings, folder, state.GoLive, clock);
        try
        {
            await show.CarryAsync(connection, publisher.Heard, publisher.Cut);
        }
        catch (LiveRefusalException refusal)
        {
            LogUnfit(logger, settings.Id, refusal.Message);
            state.Reject(refusal.Message);
            await TellAsync(connection, refusal.Message, publisher.Cut);
            throw;
        }
        finally
        {
            publisher.Leave();
            await show.DisposeAsync();
            LogOffAir(logger, settings.Id, show.Errors);
        }
    }

    private static async Task TellAsync(RtmpConnection connection, string why, CancellationToken cancellationToken)
    {
        try
        {
            await connection.RejectAsync(why, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // It has left. The stream and the room are told all the same.
        }
    }

    private async Task SayFarewellAsync(RtmpConnection connection, LiveRefusalException refusal, CancellationToken closing)
    {
        using var farewell = new CancellationTokenSource(Farewell, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(farewell.Token, closing);
        await connection.WaitForCloseAsync(limit.Token);
        if (!refusal.EndsStream)
            await Task.Delay(Timeout.InfiniteTimeSpan, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Live stream {StreamId}: the encoder is on air")]
    private static partial void LogOnAir(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Live stream {StreamId}: the encoder is off air. Last output of ffmpeg: '{Errors}'")]
    private static partial void LogOffAir(ILogger logger, Guid streamId, string errors);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: the encoder was refused. {Why}")]
    private static partial void LogUnfit(ILogger logger, Guid streamId, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: rejected a publisher with a wrong key")]
    private static partial void LogWrongKey(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: rejected a publisher because another one is on air")]
    private static partial void LogOccupied(ILogger logger, Guid streamId);

    // Whoever can reach the port could fill the log with these.
    [LoggerMessage(Level = LogLevel.Debug, Message = "Live stream {StreamId}: closed a connection. {Why}")]
    private static partial void LogRefused(ILogger logger, Guid streamId, string why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Live stream {StreamId}: a connection ended")]
    private static partial void LogGone(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Live stream {StreamId}: a connection failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid streamId);
}
