using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.IntegrationTests.Storage;

public sealed class DiskSpaceTests
{
    private const long Reserve = 100;

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private long _free = 1_000;
    private FakeTimeProvider _clock = null!;
    private DiskSpace _space = null!;

    [SetUp]
    public void SetUp()
    {
        _free = 1_000;
        _clock = new FakeTimeProvider();
        _space = new DiskSpace(() => _free, Reserve, _clock, NullLogger<DiskSpace>.Instance);
    }

    [TearDown]
    public void TearDown() => _space.Dispose();

    [TestCase(900, true)]
    [TestCase(901, false)]
    public void TryReserve_LeavesTheReserve(long bytes, bool fits)
    {
        using var reservation = _space.TryReserve(bytes);

        Assert.That(reservation is not null, Is.EqualTo(fits));
    }

    [Test]
    public void TryReserve_CountsWhatOthersBooked()
    {
        using var first = _space.TryReserve(600);

        using var second = _space.TryReserve(600);
        using var third = _space.TryReserve(300);

        Assert.That(second, Is.Null);
        Assert.That(third, Is.Not.Null);
        Assert.That(_space.Read(), Is.EqualTo(new DiskUsage(1_000, Reserve, 900)));
    }

    [Test]
    public void Written_MovesBytesFromBookedToTheDisk()
    {
        using var reservation = _space.TryReserve(600)!;

        reservation.Written(400);
        _free -= 400;

        Assert.That(_space.Read(), Is.EqualTo(new DiskUsage(600, Reserve, 200)));
        using var rest = _space.TryReserve(300);
        Assert.That(rest, Is.Not.Null);
    }

    [Test]
    public void Written_WhenMoreThanBooked_BooksNothingForOthers()
    {
        using var reservation = _space.TryReserve(100)!;

        reservation.Written(250);

        Assert.That(reservation.IsOverdrawn);
        Assert.That(_space.Read().BookedBytes, Is.Zero);
    }

    [Test]
    public void TryGrow_BooksOnlyWhatFits()
    {
        using var reservation = _space.TryReserve(100)!;

        Assert.That(reservation.TryGrow(801), Is.False);
        Assert.That(reservation.TryGrow(800), Is.True);
        Assert.That(_space.Read().BookedBytes, Is.EqualTo(900));
    }

    [Test]
    public void Dispose_ReturnsWhatWasBooked()
    {
        var reservation = _space.TryReserve(900)!;

        reservation.Dispose();

        Assert.That(_space.Read().BookedBytes, Is.Zero);
        Assert.That(reservation.TryGrow(1), Is.False);
    }

    [Test]
    public async Task Check_WhenTheDiskIsBelowTheReserve_EndsWhatWrites()
    {
        using var reservation = _space.TryReserve(100)!;

        _clock.Advance(CheckInterval);
        Assert.That(reservation.Exhausted.IsCancellationRequested, Is.False);
        _free = Reserve - 1;
        _clock.Advance(CheckInterval);

        await WaitForAsync(reservation.Exhausted);
    }

    [Test]
    public async Task Check_WhenAWriterExceedsItsBooking_StopsThatOneFirst()
    {
        using var honest = _space.TryReserve(100)!;
        using var greedy = _space.TryReserve(100)!;

        greedy.Written(101);
        _free = Reserve - 1;
        _clock.Advance(CheckInterval);

        await WaitForAsync(greedy.Exhausted);
        Assert.That(honest.Exhausted.IsCancellationRequested, Is.False);
        _clock.Advance(CheckInterval);
        await WaitForAsync(honest.Exhausted);
    }

    [Test]
    public void Check_WhenTheDiskIsMissing_Continues()
    {
        using var space = new DiskSpace(
            () => _free < 0 ? throw new DriveNotFoundException() : _free, Reserve, _clock, NullLogger<DiskSpace>.Instance);
        using var reservation = space.TryReserve(100)!;

        _free = -1;
        _clock.Advance(CheckInterval);

        Assert.That(reservation.Exhausted.IsCancellationRequested, Is.False);
        Assert.Throws<DriveNotFoundException>(() => space.TryReserve(1));
    }

    private static Task WaitForAsync(CancellationToken token) =>
        Task.Delay(Timeout.InfiniteTimeSpan, token).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
}
