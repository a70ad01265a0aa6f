namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

/// <summary>A video that this machine has queued or is processing.</summary>
internal sealed class TranscodeJob(Guid videoId)
{
    public Guid VideoId { get; } = videoId;

    /// <summary>The plan; null until the first step of the job has analyzed the file.</summary>
    public TranscodePlan? Plan { get; set; }

    /// <summary>The disk space that a retry needs.</summary>
    public long NeededBytes { get; set; }

    /// <summary>The order of the queue, in seconds since the queue was created.</summary>
    internal double Deadline { get; set; }

    internal bool IsWaiting { get; set; }

    internal int Progress { get; set; }
}

/// <summary>
/// The videos that wait for this machine's workers, each once, and the progress of running ones. The queue is not durable: disk and
/// database know the same videos. A job's deadline is its arrival time plus its estimated work, and the jobs of a room are
/// chained. Short videos therefore overtake long ones, but only for as long as the long one would take, and many videos of one room do
/// not delay other rooms.
/// </summary>
internal sealed class TranscodeQueue(TimeProvider clock)
{
    /// <summary>The estimated work of analyzing a file.</summary>
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

    /// <summary>Adds a video, unless it is already known.</summary>
    public void Enqueue(Guid videoId)
    {
        lock (_lock)
        {
            var job = new TranscodeJob(videoId);
            if (_jobs.TryAdd(videoId, job))
                Wait(job, Now + ReadingSeconds);
        }
    }

    /// <summary>Requeues a job after its file was analyzed. From now on its estimated work counts.</summary>
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

    /// <summary>Requeues a job after a failure.</summary>
    public void Retry(TranscodeJob job)
    {
        lock (_lock)
            Wait(job, Now + (job.Plan?.CpuSeconds ?? ReadingSeconds));
    }

    /// <summary>Waits for a job and removes the one with the earliest deadline.</summary>
    /// <param name="maxCpuSeconds">Skips longer jobs; null takes any.</param>
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

    /// <summary>Returns the position in the queue, from 1; null if the video is not waiting.</summary>
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

    /// <returns>Whether the progress has increased.</returns>
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
