using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Persistence.Faults;

/// <summary>Records the results of the last reads and writes, for <c>/health</c>.</summary>
public sealed class DatabaseState(TimeProvider clock)
{
    /// <summary>How long a failed read is reported. Later reads may not touch the damaged page, so their success proves little.</summary>
    private static readonly TimeSpan ReadFaultDuration = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long writes must succeed before a full disk counts as over, because a nearly full disk still takes short messages.
    /// </summary>
    private static readonly TimeSpan FullDiskDuration = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private string? _writeFault;
    private long? _fullAt;
    private long? _lastWrite;
    private (string Fault, long At)? _readFault;

    internal string? WriteFault
    {
        get
        {
            lock (_lock)
                return _writeFault;
        }
    }

    internal string? ReadFault
    {
        get
        {
            lock (_lock)
                return _readFault is { } read && clock.GetElapsedTime(read.At) < ReadFaultDuration ? read.Fault : null;
        }
    }

    /// <summary>Records a failed read and returns true if the database, not the request, caused the failure.</summary>
    public bool TryRecordReadFault(Exception exception)
    {
        if (exception is UnavailableException || !DatabaseFaults.IsDatabaseFault(exception))
            return false;
        lock (_lock)
            _readFault = (DatabaseFaults.Describe(exception), clock.GetTimestamp());
        return true;
    }

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
            if (_fullAt is { } at && clock.GetElapsedTime(at) < FullDiskDuration)
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
