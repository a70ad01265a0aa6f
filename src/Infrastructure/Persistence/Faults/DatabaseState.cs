using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Persistence.Faults;

/// <summary>The results of the last writes and reads, for <c>/health</c>.</summary>
public sealed class DatabaseState(TimeProvider clock)
{
    /// <summary>How long a failed read is reported. Other reads may not touch the same page for hours.</summary>
    private static readonly TimeSpan ReadFaultLasts = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long no write may have failed before a full disk counts as over. The remaining space takes short messages but not long
    /// ones, so that single writes succeed all the time.
    /// </summary>
    private static readonly TimeSpan FullDiskLasts = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private string? _writeFault;
    private long? _fullAt;
    private long? _lastWrite;
    private (string Fault, long At)? _readFault;

    /// <summary>Why writes fail; null while they succeed, and before the first one.</summary>
    internal string? WriteFault
    {
        get
        {
            lock (_lock)
                return _writeFault;
        }
    }

    /// <summary>Why a read failed recently; null if none did.</summary>
    internal string? ReadFault
    {
        get
        {
            lock (_lock)
                return _readFault is { } read && clock.GetElapsedTime(read.At) < ReadFaultLasts ? read.Fault : null;
        }
    }

    /// <summary>
    /// Whether an exception is the fault of the database and not of the request. Such a fault is answered with 503 and shown in
    /// <c>/health</c>.
    /// </summary>
    public bool Explains(Exception exception)
    {
        if (exception is UnavailableException || !DatabaseFaults.IsOfTheDatabase(exception))
            return false;
        lock (_lock)
            _readFault = (DatabaseFaults.Describe(exception), clock.GetTimestamp());
        return true;
    }

    /// <summary>Whether a write succeeded within the given time, so that no probe is needed.</summary>
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
