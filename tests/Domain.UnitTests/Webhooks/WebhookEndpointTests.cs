using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Domain.UnitTests.Webhooks;

public sealed class WebhookEndpointTests
{
    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly TimeSpan DisableAfter = TimeSpan.FromDays(5);

    [Test]
    public void Create_WhenValid_IsEnabledWithANewSecret()
    {
        var (one, other) = (Create(), Create());

        Assert.That(one.IsEnabled, Is.True);
        Assert.That(one.Secret, Does.StartWith("whsec_").And.Not.EqualTo(other.Secret));
        Assert.That(WebhookSecret.KeyOf(one.Secret), Has.Length.EqualTo(32));
    }

    [TestCase]
    [TestCase("message.sent")]
    [TestCase("message.posted", "webhook.test")]
    public void Create_WhenTheEventsAreUnknown_Throws(params string[] events) =>
        Assert.That(() => WebhookEndpoint.Create("https://a.example", events, null, null, Now), Throws.ArgumentException);

    [Test]
    public void Change_WhenNothingIsGiven_LeavesAllAsItIs()
    {
        var endpoint = WebhookEndpoint.Create("https://a.example", ["room.created"], " note ", null, Now);

        endpoint.Change(null, null, null);

        Assert.That((endpoint.Url, endpoint.Events.Single(), endpoint.Description), Is.EqualTo(("https://a.example", "room.created", "note")));
    }

    [Test]
    public void Change_WhenTheDescriptionIsBlank_RemovesIt()
    {
        var endpoint = WebhookEndpoint.Create("https://a.example", ["room.created"], "note", null, Now);

        endpoint.Change(null, null, " ");

        Assert.That(endpoint.Description, Is.Null);
    }

    [Test]
    public void RotateSecret_ForADay_SignsWithBoth()
    {
        var endpoint = Create();
        var old = endpoint.Secret;

        endpoint.RotateSecret("whsec_bmV3", Now);

        Assert.That(endpoint.SecretsAt(Now.AddHours(24).AddTicks(-1)), Is.EqualTo(new[] { "whsec_bmV3", old }));
        Assert.That(endpoint.SecretsAt(Now.AddHours(24)), Is.EqualTo(new[] { "whsec_bmV3" }));
    }

    [Test]
    public void RotateSecret_WhileThePreviousOneSigns_RefusesAndChangesNothing()
    {
        var endpoint = Create();
        var first = endpoint.Secret;
        endpoint.RotateSecret("whsec_b25l", Now);

        Assert.That(
            () => endpoint.RotateSecret("whsec_dHdv", Now.AddHours(23)),
            Throws.TypeOf<DomainException>().With.Message.EqualTo("The previous secret still signs until 2026-01-03 03:04 UTC; the next rotation is possible then."));

        Assert.That(endpoint.SecretsAt(Now.AddHours(23)), Is.EqualTo(new[] { "whsec_b25l", first }));
    }

    [Test]
    public void RotateSecret_OnceThePreviousOneHasEnded_TakesANewOne()
    {
        var endpoint = Create();
        endpoint.RotateSecret("whsec_b25l", Now);

        endpoint.RotateSecret("whsec_dHdv", Now.AddHours(24));

        Assert.That(endpoint.SecretsAt(Now.AddHours(24)), Is.EqualTo(new[] { "whsec_dHdv", "whsec_b25l" }));
    }

    [TestCase("https://b.example", true)]
    [TestCase("https://a.example", false)]
    [TestCase(null, false)]
    public void Change_WhenTheUrlIsAnother_HasACleanRecord(string? url, bool isClean)
    {
        var endpoint = Create();
        endpoint.Attempted(endpoint.Url, Some.Attempt(Now, 503), TimeSpan.FromHours(1), DisableAfter);

        endpoint.Change(url, null, null);

        Assert.That((endpoint.FailingSince is null, endpoint.PausedUntil is null), Is.EqualTo((isClean, isClean)));
    }

    [Test]
    public void Resume_WhenItIsPaused_EndsThePauseAndKeepsTheRecord()
    {
        var endpoint = Create();
        endpoint.Attempted(endpoint.Url, Some.Attempt(Now, 503), TimeSpan.FromHours(1), DisableAfter);

        endpoint.Resume();

        Assert.That((endpoint.FailingSince, endpoint.PausedUntil), Is.EqualTo(((DateTime?)Now, (DateTime?)null)));
    }

    [Test]
    public void Attempted_WhenItFailsLessThanTheDisablePeriod_StaysEnabled()
    {
        var endpoint = Create();

        endpoint.Attempted(endpoint.Url, Some.Attempt(Now, 500), null, DisableAfter);
        endpoint.Attempted(endpoint.Url, Some.Attempt(Now + DisableAfter - TimeSpan.FromSeconds(1), 500), null, DisableAfter);

        Assert.That(endpoint.IsEnabled, Is.True);
        Assert.That(endpoint.FailingSince, Is.EqualTo(Now));
    }

    [Test]
    public void Attempted_WhenItFailsForTheDisablePeriod_IsDisabledAndSaysWhy()
    {
        var endpoint = Create();

        endpoint.Attempted(endpoint.Url, Some.Attempt(Now, 500), null, DisableAfter);
        endpoint.Attempted(endpoint.Url, new WebhookAttempt(Now + DisableAfter, 1, null, "The connection was refused", null), null, DisableAfter);

        Assert.That(endpoint.IsEnabled, Is.False);
        Assert.That(
            endpoint.DisabledReason,
            Is.EqualTo("Every attempt since 2026-01-02 03:04 UTC has failed; the last one: The connection was refused."));
    }

    [Test]
    public void Attempted_WhenOneSucceedsInBetween_ResetsTheFailures()
    {
        var endpoint = Create();

        endpoint.Attempted(endpoint.Url, Some.Attempt(Now, 429), TimeSpan.FromSeconds(9), DisableAfter);
        endpoint.Attempted(endpoint.Url, Some.Attempt(Now.AddDays(4), 204), null, DisableAfter);
        endpoint.Attempted(endpoint.Url, Some.Attempt(Now.AddDays(6), 500), null, DisableAfter);

        Assert.That(endpoint.IsEnabled, Is.True);
        Assert.That((endpoint.FailingSince, endpoint.PausedUntil), Is.EqualTo((Now.AddDays(6), (DateTime?)null)));
    }

    [Test]
    public void Attempted_WhenSeveralRequestAPause_KeepsTheLongest()
    {
        var endpoint = Create();

        endpoint.Attempted(endpoint.Url, Some.Attempt(Now, 429), TimeSpan.FromSeconds(60), DisableAfter);
        endpoint.Attempted(endpoint.Url, Some.Attempt(Now, 429), TimeSpan.FromSeconds(5), DisableAfter);
        endpoint.Attempted(endpoint.Url, Some.Attempt(Now, 500), null, DisableAfter);

        Assert.That(endpoint.PausedUntil, Is.EqualTo(Now.AddSeconds(60)));
    }

    [Test]
    public void Attempted_WhenTheAnswerIs410_IsDisabledImmediately()
    {
        var endpoint = Create();

        endpoint.Attempted(endpoint.Url, Some.Attempt(Now, 410), null, DisableAfter);

        Assert.That((endpoint.IsEnabled, endpoint.DisabledReason), Is.EqualTo((false, "The endpoint answered 410 Gone.")));
    }

    [Test]
    public void Enable_WhenItWasDisabled_HasACleanRecord()
    {
        var endpoint = Create();
        endpoint.Attempted(endpoint.Url, Some.Attempt(Now, 410), TimeSpan.FromHours(1), DisableAfter);

        endpoint.Enable();

        Assert.That((endpoint.IsEnabled, endpoint.DisabledReason, endpoint.FailingSince, endpoint.PausedUntil), Is.EqualTo((true, (string?)null, (DateTime?)null, (DateTime?)null)));
    }

    [Test]
    public void Delete_WhenItHasSecrets_ForgetsThem()
    {
        var endpoint = Create();
        endpoint.RotateSecret("whsec_bmV3", Now);

        endpoint.Delete(Now);

        Assert.That((endpoint.IsEnabled, endpoint.Secret, endpoint.PreviousSecret, endpoint.DeletedAt), Is.EqualTo((false, "", (string?)null, Now)));
    }

    private static WebhookEndpoint Create() => WebhookEndpoint.Create("https://a.example", ["room.created"], null, null, Now);
}
