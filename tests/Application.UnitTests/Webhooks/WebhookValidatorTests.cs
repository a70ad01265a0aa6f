using FluentValidation.Results;
using Microsoft.Extensions.Options;
using VideoChat.Application.Webhooks;
using VideoChat.Application.Webhooks.CreateWebhook;
using VideoChat.Application.Webhooks.ListWebhookDeliveries;
using VideoChat.Application.Webhooks.ListWebhooks;
using VideoChat.Application.Webhooks.UpdateWebhook;
using VideoChat.Domain.Events;

namespace VideoChat.Application.UnitTests.Webhooks;

public sealed class WebhookValidatorTests
{
    private const string Url = "https://partner.example";

    private static readonly string[] Events = ["message.posted"];
    private static readonly IOptions<WebhooksOptions> Settings = Options.Create(new WebhooksOptions());

    [Test]
    public void Create_WhenValid_Agrees() =>
        Assert.That(Check(new CreateWebhookCommand(Url, EventKind.WebhookTypes, new string('x', 500), Guid.NewGuid())), Is.Empty);

    [Test]
    public void Create_WhenAllIsWrong_NamesEachField() =>
        Assert.That(
            Check(new CreateWebhookCommand("http://partner.example", [], new string('x', 501), null)),
            Is.EquivalentTo(new[] { "Url", "Events", "Description" }));

    [TestCase("message.posted", "message.posted")]
    [TestCase("message.Posted")]
    [TestCase("webhook.test")]
    [TestCase("")]
    public void Create_WhenTheEventsAreUnknown_NamesThem(params string[] events) =>
        Assert.That(Check(new CreateWebhookCommand(Url, events, null, null)), Is.EqualTo(new[] { "Events" }));

    [Test]
    public void Create_WhenTheDescriptionCannotBeStored_NamesIt()
    {
        // The values are in a loop, because test case attributes cannot contain a lone surrogate.
        foreach (var description in new[] { "\0", "\ud800" })
            Assert.That(Check(new CreateWebhookCommand(Url, Events, description, null)), Is.EqualTo(new[] { "Description" }));
    }

    [Test]
    public void Update_WhenNothingIsGiven_Agrees() =>
        Assert.That(Check(new UpdateWebhookCommand(Guid.NewGuid(), null, null, null, null)), Is.Empty);

    [Test]
    public void Update_WhenAllIsWrong_NamesEachField() =>
        Assert.That(
            Check(new UpdateWebhookCommand(Guid.NewGuid(), "x", [], new string('x', 501), null)),
            Is.EquivalentTo(new[] { "Url", "Events", "Description" }));

    [TestCase(0, null, "Limit")]
    [TestCase(101, null, "Limit")]
    [TestCase(1, "Pending", "State")]
    [TestCase(1, "0", "State")]
    [TestCase(1, "", "State")]
    public void ListDeliveries_WhenTheQueryIsWrong_NamesTheField(int limit, string? state, string field) =>
        Assert.That(Check(new ListWebhookDeliveriesQuery(Guid.NewGuid(), state, null, limit)), Is.EqualTo(new[] { field }));

    [TestCase(1, null)]
    [TestCase(100, "pending")]
    [TestCase(50, "delivered")]
    [TestCase(50, "failed")]
    public void ListDeliveries_WhenTheQueryIsRight_Agrees(int limit, string? state) =>
        Assert.That(Check(new ListWebhookDeliveriesQuery(Guid.NewGuid(), state, null, limit)), Is.Empty);

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(1_000, true)]
    [TestCase(1_001, false)]
    public void List_WhenTheLimitIsGiven_KeepsItInItsRange(int limit, bool isValid) =>
        Assert.That(new ListWebhooksQueryValidator().Validate(new ListWebhooksQuery(limit, null)).IsValid, Is.EqualTo(isValid));

    private static IEnumerable<string> Check(CreateWebhookCommand command) =>
        Fields(new CreateWebhookCommandValidator(Settings).Validate(command));

    private static IEnumerable<string> Check(UpdateWebhookCommand command) =>
        Fields(new UpdateWebhookCommandValidator(Settings).Validate(command));

    private static IEnumerable<string> Check(ListWebhookDeliveriesQuery query) =>
        Fields(new ListWebhookDeliveriesQueryValidator().Validate(query));

    private static IEnumerable<string> Fields(ValidationResult result) => result.Errors.Select(error => error.PropertyName);
}
