namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>A video that waits for this machine, or is at work here.</summary>
internal sealed class TranscodeJob(Guid videoId)
{
    public Guid VideoId { get; } = videoId;

    /// <summary>Null until its file was read, which is a piece of work of its own.</summary>
    public TranscodePlan? Plan { get; set; }

    /// <summary>Disk space without which it is not tried again.</summary>
    public long NeededBytes { get; set; }

    /// <summary>Waiting jobs are taken in the order of these, in seconds of the queue's clock.</summary>
    internal double Deadline { get; set; }

    internal bool IsWaiting { get; set; }

    internal int Progress { get; set; }
}

/// <summary>
/// Videos that wait for this machine's workers, each once, and how far those at work are. Disk and database know them too: nothing
/// here is missed. A job's deadline is the time it came plus its work, and a room's jobs follow each other: short films pass
/// long ones, but only as long as the long one would take, and the films of one room do not hold up those of others.
/// </summary>
internal sealed class TranscodeQueue(TimeProvider clock)
{
    /// <summary>Work that reading a file counts for.</summary>
    private const double ReadingSeconds = 1;

    private readonly Lock _lock = new();
    private readonly long _epoch = clock.GetTimestamp();
    private readonly Dictionary<Guid, TranscodeJob> _jobs = [];
    private readonly List<TranscodeJob> _waiting = [];
    private readonly Dictionary<Guid, double> _rooms = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>How many videos wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    private double Now => clock.GetElapsedTime(_epoch).TotalSeconds;

    /// <summary>Does nothing for a video that is not forgotten yet.</summary>
    public void Enqueue(Guid videoId)
    {
        lock (_lock)
        {
            var job = new TranscodeJob(videoId);
            if (_jobs.TryAdd(videoId, job))
                Wait(job, Now + ReadingSeconds);
        }
    }

    /// <summary>Puts a job back whose file was read: from here on its work counts.</summary>
    public void Return(TranscodeJob job, Guid roomId)
    {
        lock (_lock)
        {
            var now = Now;
            foreach (var room in _rooms.Where(room => room.Value < now).Select(room => room.Key).ToArray())
                _rooms.Remove(room);
            Wait(job, _rooms[roomId] = Math.Max(now, _rooms.GetValueOrDefault(roomId)) + job.Plan!.CpuSeconds);
        }
    }

    /// <summary>Puts a job back that is tried again.</summary>
    public void Retry(TranscodeJob job)
    {
        lock (_lock)
            Wait(job, Now + (job.Plan?.CpuSeconds ?? ReadingSeconds));
    }

    /// <summary>Takes the job whose deadline is next.</summary>
    /// <param name="maxCpuSeconds">Leaves longer jobs to others; null: takes any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<TranscodeJob> TakeAsync(double? maxCpuSeconds, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                var next = _waiting.Where(job => maxCpuSeconds is null || job.Plan is null || job.Plan.CpuSeconds <= maxCpuSeconds)
                    .MinBy(job => job.Deadline);
                if (next is not null)
                {
                    _waiting.Remove(next);
                    next.IsWaiting = false;
                    return next;
                }
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>How many jobs are taken no later than this one; null if it does not wait.</summary>
    public int? PositionOf(Guid videoId)
    {
        lock (_lock)
        {
            return _jobs.GetValueOrDefault(videoId) is { IsWaiting: true } job
                ? _waiting.Count(other => other.Deadline <= job.Deadline)
                : null;
        }
    }

    public int ProgressOf(Guid videoId)
    {
        lock (_lock)
            return _jobs.GetValueOrDefault(videoId)?.Progress ?? 0;
    }

    /// <returns>Whether that is news.</returns>
    public bool Report(Guid videoId, int percent)
    {
        lock (_lock)
        {
            if (!_jobs.TryGetValue(videoId, out var job) || percent <= job.Progress)
                return false;
            job.Progress = percent;
            return true;
        }
    }

    public void Forget(Guid videoId)
    {
        lock (_lock)
            _jobs.Remove(videoId);
    }

    private void Wait(TranscodeJob job, double deadline)
    {
        job.Deadline = deadline;
        job.IsWaiting = true;
        _waiting.Add(job);
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
