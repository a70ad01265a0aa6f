using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using VideoChat.Infrastructure.LiveStreams.Local.Hls;
using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

internal enum ConnectionEnd
{
    /// <summary>The peer was not an encoder or was not admitted.</summary>
    NotAdmitted,

    /// <summary>The encoder disconnected or may return with other settings. The caller must release the publisher slot.</summary>
    EncoderLeft,

    /// <summary>The encoder was rejected, and the stream must end.</summary>
    StreamRejected,
}

internal sealed partial class EncoderConnections(
    LiveIngestSettings settings, StreamKeyGate gate, LiveFolder folder, LiveState state, TimeProvider clock, ILogger logger)
{
    /// <summary>
    /// The time for a rejected encoder to read the reason. The encoder's slot stays taken, so quick reconnects cannot flood the
    /// application log.
    /// </summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

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
            // The peer disconnected or timed out, or the port was closed.
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
        var session = new EncoderSession(settings, folder, state.GoLive, clock);
        try
        {
            await session.CarryAsync(connection, publisher.Heard, publisher.Cut);
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
            await session.DisposeAsync();
            LogOffAir(logger, settings.Id, session.Errors);
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
            // The encoder has already disconnected. Its rejection is recorded nevertheless.
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

    // The level is Debug, because otherwise anyone who can reach the port could fill the application log.
    [LoggerMessage(Level = LogLevel.Debug, Message = "Live stream {StreamId}: closed a connection. {Why}")]
    private static partial void LogRefused(ILogger logger, Guid streamId, string why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Live stream {StreamId}: a connection ended")]
    private static partial void LogGone(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Live stream {StreamId}: a connection failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid streamId);
}
