using Moq;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.ReceiveVideoWebhook;

namespace VideoChat.Application.UnitTests.Videos.ReceiveVideoWebhook;

public sealed class ReceiveVideoWebhookTests
{
    private static readonly ReceiveVideoWebhookCommand Command = new(new byte[] { 1 }, new WebhookSignature(null, null, null));

    private readonly Mock<IVideoWebhookReader> _reader = new();
    private readonly Mock<IVideoGateway> _gateway = new();
    private readonly Mock<IVideoRefreshQueue> _queue = new();
    private readonly Guid _videoId = Guid.NewGuid();

    [Test]
    public async Task Handle_WhenTheProviderSendsWebhooks_PassesTheStatusOn()
    {
        _reader.Setup(r => r.Read(Command.Body, Command.Signature)).Returns(new VideoStatusReport(_videoId, ProviderVideoStatus.Ready));
        _gateway.Setup(g => g.SendsWebhooks).Returns(true);

        var receipt = await HandleAsync();

        Assert.That(receipt.Status, Is.EqualTo("received"));
        _queue.Verify(q => q.Enqueue(_videoId, ProviderVideoStatus.Ready));
    }

    [Test]
    public async Task Handle_WhenTheProviderSendsNoWebhooks_OnlyRefreshes()
    {
        _reader.Setup(r => r.Read(Command.Body, Command.Signature)).Returns(new VideoStatusReport(_videoId, ProviderVideoStatus.Ready));

        await HandleAsync();

        _queue.Verify(q => q.Enqueue(_videoId, null));
    }

    [Test]
    public async Task Handle_WhenTheWebhookIsIrrelevant_IsAccepted()
    {
        var receipt = await HandleAsync();

        Assert.That(receipt.Status, Is.EqualTo("received"));
        _queue.VerifyNoOtherCalls();
    }

    private Task<WebhookReceipt> HandleAsync() =>
        new ReceiveVideoWebhookCommandHandler(_reader.Object, _gateway.Object, _queue.Object)
            .Handle(Command, CancellationToken.None);
}
