using Microsoft.Extensions.Logging;
using VideoChat.Api.Observability;

namespace VideoChat.Api.FunctionalTests.Observability;

public sealed class RepeatedFaultsTests
{
    private static readonly FaultKind Kind = new("A", 1, "IOException");

    [Test]
    public void Admit_WhenAFaultRepeats_LetsTheFirstFewThrough()
    {
        var faults = new RepeatedFaults();

        var admitted = Enumerable.Range(0, 50).Count(_ => faults.Admit(Kind, LogLevel.Error));

        Assert.That(admitted, Is.EqualTo(RepeatedFaults.MaxPerPeriod));
        Assert.That(faults.EndPeriod(), Is.EqualTo(new[] { new RepeatedFault(Kind, LogLevel.Error, 50 - RepeatedFaults.MaxPerPeriod) }));
    }

    [Test]
    public void Admit_WhenAnotherFaultComes_LetsItThrough()
    {
        var faults = new RepeatedFaults();
        for (var i = 0; i < 50; i++)
            faults.Admit(Kind, LogLevel.Error);

        Assert.That(faults.Admit(Kind with { EventId = 2 }, LogLevel.Error), Is.True);
    }

    [Test]
    public void EndPeriod_WhenItHasEnded_BeginsAnew()
    {
        var faults = new RepeatedFaults();
        for (var i = 0; i < 50; i++)
            faults.Admit(Kind, LogLevel.Error);
        faults.EndPeriod();

        Assert.That(faults.Admit(Kind, LogLevel.Error), Is.True);
        Assert.That(faults.EndPeriod(), Is.Empty);
    }
}
