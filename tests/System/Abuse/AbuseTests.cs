namespace VideoChat.SystemTests.Abuse;

/// <summary>Under attack, every message still reaches every user, and the memory of the server stays bounded.</summary>
public sealed class AbuseTests : AttackedServerTests
{
    private const int WarmUpRounds = 5, Rounds = 25;

    private protected override async Task AssertChatIsUnaffectedAsync(Func<CancellationToken, Task<Task<int>>> attack, int atLeast, long maxGrowth)
    {
        await Conversation.CompleteRoundsAsync(WarmUpRounds);
        var memory = Api.WorkingSet;

        using var stop = new CancellationTokenSource();
        var attacking = await attack(stop.Token);
        await Conversation.CompleteRoundsAsync(Rounds);
        var growth = Api.WorkingSet - memory;
        await stop.CancelAsync();

        Assert.That(await attacking, Is.AtLeast(atLeast), "times that the server handled the attack");
        Assert.That(growth, Is.LessThan(maxGrowth), "growth of memory in bytes");
        Assert.That(Api.Errors, Is.Empty);
    }
}
