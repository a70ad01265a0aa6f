using Microsoft.Extensions.Time.Testing;
using VideoChat.Infrastructure.LiveStreams.Local;
using VideoChat.Infrastructure.LiveStreams.Local.Hls;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Hls;

public sealed class SegmentBoundsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void EnsureInTime_WhenNoSegmentBecomesWhole_Refuses()
    {
        using var bounds = Create();
        _clock.Advance(TimeSpan.FromSeconds(29));
        bounds.Finished();
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.That(bounds.EnsureInTime, Throws.Nothing);

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.That(bounds.EnsureInTime, Throws.InstanceOf<LiveRefusalException>().With.Message.Contains("30 seconds"));
    }

    [Test]
    public void Write_WhenASegmentGrowsTooLarge_Refuses()
    {
        using var bounds = Create();
        bounds.Write(1_500_000);
        bounds.Finished();
        bounds.Write(1_500_000);

        Assert.That(() => bounds.Write(1_000_000), Throws.InstanceOf<LiveRefusalException>().With.Message.Contains("2 MiB"));
    }

    [Test]
    public void Write_WhenTheDiskFillsUp_Refuses()
    {
        var free = 10_000_000L;
        using var bounds = Create(Disk.With(() => free));
        bounds.Write(1_000_000);

        free = 500_000;

        Assert.That(() => bounds.Write(100_000), Throws.InstanceOf<LiveRefusalException>().With.Message.Contains("room"));
    }

    private SegmentBounds Create(DiskSpace? space = null) =>
        new(new LiveLimits(2 * 1_024 * 1_024, TimeSpan.FromSeconds(30), space ?? Disk.Large), _clock);
}
