using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Webhooks;

namespace VideoChat.Api.FunctionalTests.Observability;

[Parallelizable(ParallelScope.All)]
public sealed class TraceTests(Column column) : OnEachDatabase(column)
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string TraceParent = $"00-{TraceId}-b7ad6b7169203331-01";

    [Test]
    public async Task Trace_OfAPostedMessage_LeadsFromTheRequestToThePartner()
    {
        await using var spans = await OtlpReceiver.StartAsync();
        await using var partner = await WebhookReceiver.StartAsync();
        await using var api = await ApiServer.StartAsync(Column, [.. WebhookServer.Settings, .. spans.Settings]);
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());
        await api.CreateWebhookAsync(partner.UrlOf("/trace"), room);
        using var posted = await api.PostAsync(
            $"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello" }, ("traceparent", TraceParent));

        await Eventually.BeTrueAsync(() => Of(spans, TraceId).Any(span => span.Name == "webhook"), "the last span has arrived");

        var trace = Of(spans, TraceId).ToDictionary(span => span.Name);
        Assert.That(trace.Keys, Is.EquivalentTo(new[] { "POST rooms/{room_id}/messages", "PostMessage", "commit", "fan out", "webhook" }));
        Assert.That(trace["PostMessage"].ParentId, Is.EqualTo(trace["POST rooms/{room_id}/messages"].SpanId));
        Assert.That(trace["commit"].ParentId, Is.EqualTo(trace["PostMessage"].SpanId));
        Assert.That(trace["fan out"].ParentId, Is.EqualTo(trace["commit"].SpanId));
        Assert.That(trace["webhook"].ParentId, Is.EqualTo(trace["PostMessage"].SpanId));
        Assert.That(
            partner.ReceivedAt("/trace").Single().TraceParent,
            Is.EqualTo($"00-{TraceId}-{trace["webhook"].SpanId}-01"));
    }

    [Test]
    public async Task Trace_WhenAPartnerRefuses_SaysSo()
    {
        await using var spans = await OtlpReceiver.StartAsync();
        await using var partner = await WebhookReceiver.StartAsync();
        await using var api = await ApiServer.StartAsync(Column, [.. WebhookServer.Settings, .. spans.Settings]);
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());
        partner.Answer("/trace", 500, 200);
        await api.CreateWebhookAsync(partner.UrlOf("/trace"), room);
        await api.PostMessageAsync(room, ada, "hello");

        await Eventually.BeTrueAsync(() => spans.Spans.Count(span => span.Name == "webhook") == 2, "both attempts have arrived");

        Assert.That(
            spans.Spans.Where(span => span.Name == "webhook").Select(span => span.Error), Is.EqualTo(new[] { "status 500", "" }));
    }

    [Test]
    public async Task Trace_OfAMessageOnASocket_IsSeparate()
    {
        await using var spans = await OtlpReceiver.StartAsync();
        await using var api = await ApiServer.StartAsync(Column, spans.Settings);
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());
        await using var client = await RoomClient.JoinAsync(api, room, ada);
        foreach (var content in new[] { "one", "two" })
        {
            await client.SayAsync(content);
            await client.ReceiveAsync("message");
        }

        await Eventually.BeTrueAsync(() => spans.Spans.Count(span => span.Name == "fan out") == 2, "both have arrived");

        var frames = spans.Spans.Where(span => span.Name == "message frame").ToList();
        Assert.That(frames, Has.Count.EqualTo(2));
        Assert.That(frames.Select(frame => frame.ParentId), Is.All.Empty);
        foreach (var frame in frames)
            Assert.That(Of(spans, frame.TraceId).Select(span => span.Name), Is.EquivalentTo(new[] { "message frame", "PostMessage", "commit", "fan out" }));
    }

    [Test]
    public async Task Trace_OfAJoinBySocket_IsSeparateAndLeadsToThePartner()
    {
        await using var spans = await OtlpReceiver.StartAsync();
        await using var partner = await WebhookReceiver.StartAsync();
        await using var api = await ApiServer.StartAsync(Column, [.. WebhookServer.Settings, .. spans.Settings]);
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());
        await api.CreateWebhookAsync(partner.UrlOf("/trace"), room, "user.joined");
        await using var client = await RoomClient.JoinAsync(api, room, ada);

        await Eventually.BeTrueAsync(() => spans.Spans.Any(span => span.Name == "webhook"), "the last span has arrived");

        var trace = Of(spans, spans.Spans.Single(span => span.Name == "join").TraceId).ToDictionary(span => span.Name);
        Assert.That(trace.Keys, Is.EquivalentTo(new[] { "join", "EnterRoom", "commit", "webhook" }));
        Assert.That(trace["join"].ParentId, Is.Empty);
        Assert.That(trace["EnterRoom"].ParentId, Is.EqualTo(trace["join"].SpanId));
        Assert.That(
            partner.ReceivedAt("/trace").Single().TraceParent,
            Is.EqualTo($"00-{trace["join"].TraceId}-{trace["webhook"].SpanId}-01"));
    }

    [Test]
    public async Task Trace_WhenSpansAreNotCollected_IsNotPassedOn()
    {
        await using var partner = await WebhookReceiver.StartAsync();
        await using var api = await ApiServer.StartAsync(Column, WebhookServer.Settings);
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());
        await api.CreateWebhookAsync(partner.UrlOf("/trace"), room);
        using var posted = await api.PostAsync(
            $"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello" }, ("traceparent", TraceParent));

        await Eventually.BeTrueAsync(() => partner.ReceivedAt("/trace").Count > 0, "the partner was called");

        Assert.That(partner.ReceivedAt("/trace").Single().TraceParent, Is.Null);
    }

    private static IEnumerable<ReceivedSpan> Of(OtlpReceiver spans, string traceId) =>
        spans.Spans.Where(span => span.TraceId == traceId);
}
