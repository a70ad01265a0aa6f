namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

internal sealed class TranscodeJob(Guid videoId)
{
    public Guid VideoId { get; } = videoId;

    /// <summary>The plan; null until the file has been analyzed.</summary>
    public TranscodePlan? Plan { get; set; }

    /// <summary>The disk space that a retry needs.</summary>
    public long NeededBytes { get; set; }

    /// <summary>The deadline, in seconds since the queue was created. Jobs run in order of their deadlines.</summary>
    internal double Deadline { get; set; }

    internal bool IsWaiting { get; set; }

    internal int Progress { get; set; }
}

/// <summary>
/// The videos that wait for this machine's workers. A job's deadline is its arrival plus its estimated work and the work of earlier jobs
/// in the same room, so short videos may overtake long ones, and many videos of one room do not delay other rooms. The queue is not
/// durable: the videos are also on disk and in the database.
/// </summary>
internal sealed class TranscodeQueue(TimeProvider clock)
{
    /// <summary>The estimated duration of analyzing a file.</summary>
    private const double ReadingSeconds = 1;

    private readonly Lock _lock = new();
    private readonly long _epoch = clock.GetTimestamp();
    private readonly Dictionary<Guid, TranscodeJob> _jobs = [];
    private readonly List<TranscodeJob> _waiting = [];
    private readonly Dictionary<Guid, double> _rooms = [];
    private TaskCompletionSource _changed = NewSignal();

    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    private double Now => clock.GetElapsedTime(_epoch).TotalSeconds;

    /// <summary>Adds a video unless it is already known.</summary>
    public void Enqueue(Guid videoId)
    {
        lock (_lock)
        {
            var job = new TranscodeJob(videoId);
            if (_jobs.TryAdd(videoId, job))
                Wait(job, Now + ReadingSeconds);
        }
    }

    /// <summary>Queues a job again after its file was analyzed. Its deadline now depends on the estimated work.</summary>
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

    public void Retry(TranscodeJob job)
    {
        lock (_lock)
            Wait(job, Now + (job.Plan?.CpuSeconds ?? ReadingSeconds));
    }

    /// <summary>Waits for a job and takes the one with the earliest deadline.</summary>
    /// <param name="maxCpuSeconds">The maximum estimated work of the job; null for no limit.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
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

    /// <summary>Returns the position in the queue, starting at 1, or null if the video is not waiting.</summary>
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

    /// <summary>Records the progress of a video. Returns true if the progress has increased.</summary>
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
