using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>What the last writes and reads said of the database, for <c>/health</c>.</summary>
public sealed class DatabaseState(TimeProvider clock)
{
    /// <summary>How long a read that failed is worth telling: others may go on for hours without touching the same page.</summary>
    private static readonly TimeSpan ReadFaultLasts = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long no write must have failed before a full disk counts as over. What is left takes a short message and not a long one, so
    /// that single writes succeed all the time.
    /// </summary>
    private static readonly TimeSpan FullDiskLasts = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private string? _writeFault;
    private long? _fullAt;
    private long? _lastWrite;
    private (string Fault, long At)? _readFault;

    /// <summary>Why writes fail; null while they succeed, and before the first.</summary>
    internal string? WriteFault
    {
        get
        {
            lock (_lock)
                return _writeFault;
        }
    }

    /// <summary>Why a read failed, not long ago; null if none did.</summary>
    internal string? ReadFault
    {
        get
        {
            lock (_lock)
                return _readFault is { } read && clock.GetElapsedTime(read.At) < ReadFaultLasts ? read.Fault : null;
        }
    }

    /// <summary>
    /// Whether an exception is the database's fault and not the request's: then it is 503, and shows in <c>/health</c>.
    /// </summary>
    public bool Explains(Exception exception)
    {
        if (exception is UnavailableException || !DatabaseFaults.IsOfTheDatabase(exception))
            return false;
        lock (_lock)
            _readFault = (DatabaseFaults.Describe(exception), clock.GetTimestamp());
        return true;
    }

    /// <summary>Whether a write has succeeded within a time, so that none needs to be tried.</summary>
    internal bool HasWrittenWithin(TimeSpan time)
    {
        lock (_lock)
            return _writeFault is null && _lastWrite is { } last && clock.GetElapsedTime(last) < time;
    }

    internal void WriteSucceeded()
    {
        lock (_lock)
        {
            _lastWrite = clock.GetTimestamp();
            if (_fullAt is { } at && clock.GetElapsedTime(at) < FullDiskLasts)
                return;
            (_writeFault, _fullAt) = (null, null);
        }
    }

    internal void WriteFailed(Exception exception)
    {
        lock (_lock)
        {
            _writeFault = DatabaseFaults.Describe(exception);
            _fullAt = DatabaseFaults.IsFullDisk(exception) ? clock.GetTimestamp() : null;
        }
    }
}
