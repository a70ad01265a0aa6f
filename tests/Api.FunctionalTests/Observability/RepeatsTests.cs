using VideoChat.Api.Observability;

namespace VideoChat.Api.FunctionalTests.Observability;

public sealed class RepeatsTests
{
    private const string Kind = "GET users 429";

    [Test]
    public void Admit_WhenAKindRepeats_LetsTheFirstFewThrough()
    {
        var repeats = new Repeats<string>();

        var admitted = Enumerable.Range(0, 50).Count(_ => repeats.Admit(Kind));

        Assert.That(admitted, Is.EqualTo(Repeats<string>.MaxPerPeriod));
        Assert.That(repeats.EndPeriod(), Is.EqualTo(new[] { (Kind, 50 - Repeats<string>.MaxPerPeriod) }));
    }

    [Test]
    public void Admit_WhenAnotherKindComes_LetsItThrough()
    {
        var repeats = new Repeats<string>();
        for (var i = 0; i < 50; i++)
            repeats.Admit(Kind);

        Assert.That(repeats.Admit("POST users 429"), Is.True);
    }

    [Test]
    public void EndPeriod_WhenItHasEnded_BeginsAnew()
    {
        var repeats = new Repeats<string>();
        for (var i = 0; i < 50; i++)
            repeats.Admit(Kind);
        repeats.EndPeriod();

        Assert.That(repeats.Admit(Kind), Is.True);
        Assert.That(repeats.EndPeriod(), Is.Empty);
    }
}
