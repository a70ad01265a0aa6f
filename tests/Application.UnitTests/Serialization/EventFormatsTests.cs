using System.Text.Json;
using VideoChat.Application.Events;
using VideoChat.Application.Realtime;
using VideoChat.Application.Serialization;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Events;

namespace VideoChat.Application.UnitTests.Serialization;

public sealed class EventFormatsTests
{
    private static IEnumerable<TestCaseData> Formats() =>
        EventFormats.All.Select(format => new TestCaseData(format).SetArgDisplayNames(format.Kind.Name!));

    [Test]
    public void All_ForEachKind_HasOneFormat()
    {
        var kinds = EventKind.All.Where(kind => kind.Name is not null);

        Assert.That(EventFormats.All.Select(format => format.Kind), Is.EquivalentTo(kinds));
        Assert.That(EventFormats.All.Select(format => format.FrameType), Is.Unique);
        Assert.That(EventKind.WebhookTypes, Is.Unique);
    }

    [TestCaseSource(nameof(Formats))]
    public void Example_ForEachKind_IsOfThatKind(EventFormat format)
    {
        Assert.That(format.Example.EventKind, Is.SameAs(format.Kind));
        Assert.That(format.Example.GetType(), Is.EqualTo(format.EventType));
        Assert.That(EventFormats.ToFrame(format.Example), Is.InstanceOf(format.FrameType));
    }

    [TestCaseSource(nameof(Formats))]
    public void ToFrame_ForEachKind_IsSerializedWithItsType(EventFormat format)
    {
        var frame = format.ToFrame(format.Example);

        var asFrame = JsonSerializer.Serialize<RoomFrame>(frame, VideoChatJson.Options);

        Assert.That(asFrame, Does.StartWith($$"""{"type":"{{format.Kind.Name}}","""));
        Assert.That(JsonSerializer.Serialize<RoomEventFrame>(frame, VideoChatJson.Options), Is.EqualTo(asFrame));
    }

    [Test]
    public void ToFrame_WhenItIsAMessage_HasTheBytesThatClientsKnow()
    {
        var format = EventFormats.Of(EventKind.MessagePosted);

        var json = JsonSerializer.Serialize<RoomFrame>(format.ToFrame(format.Example), VideoChatJson.Options);

        Assert.That(json, Is.EqualTo(
            """
            {"type":"message","user_id":"01a20817-2d1c-7000-824c-07208b2293ec","username":"ada","content":"hello bob",
            "client_id":"5f1c","id":"01a20817-685b-7000-814f-3062b67f2bff","room_id":"01a20817-2d9e-7000-b14c-38270e9ac41a",
            "seq":1,"timestamp":"2026-11-23T11:06:57.494326Z"}
            """.ReplaceLineEndings("")));
    }

    [TestCaseSource(nameof(Formats))]
    public void ToWebhookData_ForEachKind_IsOfTheSameEvent(EventFormat format)
    {
        var webhook = WebhookEvent.From(format.Example, _ => "ada");

        Assert.That((webhook.Id, webhook.Type, webhook.RoomId), Is.EqualTo((format.Example.Id, format.Kind.WebhookType, format.Example.RoomId)));
        Assert.That(
            JsonSerializer.SerializeToElement(webhook.Data, VideoChatJson.Options).GetProperty("seq").GetInt64(),
            Is.EqualTo(format.Example.Seq));
    }
}
