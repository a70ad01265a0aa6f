using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.Videos.Local.Jobs;

internal sealed class TranscodeJob(Guid videoId)
{
    public Guid VideoId { get; } = videoId;

    public TranscodePlan? Plan { get; set; }

    public long NeededBytes { get; set; }

    /// <summary>The deadline in seconds since the queue was created. Jobs run in order of their deadlines.</summary>
    internal double Deadline { get; set; }

    internal bool IsWaiting { get; set; }

    internal int Progress { get; set; }
}

/// <summary>
/// Orders jobs by deadline. The deadline of an analyzed job includes the estimated work of earlier jobs of its room, so that a busy room
/// does not delay others.
/// </summary>
internal sealed class TranscodeQueue(TimeProvider clock)
{
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

    public void Enqueue(Guid videoId)
    {
        lock (_lock)
        {
            var job = new TranscodeJob(videoId);
            if (_jobs.TryAdd(videoId, job))
                Wait(job, Now + ReadingSeconds);
        }
    }

    /// <summary>
    /// Queues a job again after its file was analyzed. The deadline of the job now depends on the estimated work.
    /// </summary>
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

    /// <param name="maxCpuSeconds">The maximum estimated work of the job; null for no limit.</param>
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

    /// <summary>Updates the progress of a job. Returns false if it has not increased or the job is unknown.</summary>
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
