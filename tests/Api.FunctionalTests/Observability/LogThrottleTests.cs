using VideoChat.Api.Observability.Logs;

namespace VideoChat.Api.FunctionalTests.Observability;

public sealed class LogThrottleTests
{
    private const string Kind = "GET users 429";

    private LogThrottle<string> _throttle = null!;

    [SetUp]
    public void CreateThrottle() => _throttle = new LogThrottle<string>();

    [Test]
    public void Admit_WhenAKindRepeats_AdmitsTheFirstFew()
    {
        var admitted = AdmitFifty(_throttle);

        Assert.That(admitted, Is.EqualTo(LogThrottle<string>.MaxPerPeriod));
        Assert.That(_throttle.EndPeriod(), Is.EqualTo(new[] { (Kind, 50 - LogThrottle<string>.MaxPerPeriod) }));
    }

    [Test]
    public void Admit_WhenAnotherKindArrives_AdmitsIt()
    {
        AdmitFifty(_throttle);

        Assert.That(_throttle.Admit("POST users 429"), Is.True);
    }

    [Test]
    public void Admit_WhenAFaultContinues_AdmitsFewerInEachPeriod()
    {
        var faults = new LogThrottle<string>(isFault: _ => true);

        Assert.That(Enumerable.Range(0, 6).Select(_ => AdmitFiftyInAPeriod(faults)), Is.EqualTo(new[] { 10, 5, 2, 1, 1, 1 }));
        Assert.That(Enumerable.Range(0, 3).Select(_ => AdmitFiftyInAPeriod(_throttle)), Is.EqualTo(new[] { 10, 10, 10 }));
    }

    [Test]
    public void Admit_AfterAQuietPeriod_StartsOver()
    {
        var faults = new LogThrottle<string>(isFault: _ => true);
        AdmitFiftyInAPeriod(faults);
        Assert.That(faults.EndPeriod(), Is.Empty);

        Assert.That(AdmitFiftyInAPeriod(faults), Is.EqualTo(LogThrottle<string>.MaxPerPeriod));
    }

    [Test]
    public void IsNewStack_WhenAStackRepeats_IsFalse()
    {
        bool[] answers = [_throttle.IsNewStack(Kind, "at A"), _throttle.IsNewStack(Kind, "at A"), _throttle.IsNewStack(Kind, "at B")];

        Assert.That(answers, Is.EqualTo(new[] { true, false, true }));
    }

    private static int AdmitFiftyInAPeriod(LogThrottle<string> throttle)
    {
        var admitted = AdmitFifty(throttle);
        throttle.EndPeriod();
        return admitted;
    }

    private static int AdmitFifty(LogThrottle<string> throttle) => Enumerable.Range(0, 50).Count(_ => throttle.Admit(Kind));
}
