using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Webhooks;

namespace VideoChat.Api.FunctionalTests.Observability;

/// <summary>The tests share a server that exports its spans, and find their own by trace.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class TraceTests(Column column) : OnEachDatabase(column)
{
    private OtlpReceiver _spans = null!;
    private WebhookReceiver _partner = null!;
    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _spans = await OtlpReceiver.StartAsync();
        _partner = await WebhookReceiver.StartAsync();
        _api = await ApiServer.StartAsync(Column, [.. WebhookServer.Settings, .. _spans.Settings]);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _api.DisposeAsync();
        await _partner.DisposeAsync();
        await _spans.DisposeAsync();
    }

    [Test]
    public async Task Trace_OfAPostedMessage_LeadsFromTheRequestToThePartner()
    {
        var (traceId, traceParent) = NewTrace();
        var (ada, room) = (await _api.CreateUserAsync(), await _api.CreateRoomAsync());
        await _api.CreateWebhookAsync(_partner.UrlOf("/posted"), room);
        using var posted = await _api.PostAsync(
            $"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello" }, traceParent);

        await Eventually.BeTrueAsync(() => Of(traceId).Any(span => span.Name == "webhook"), "the last span has arrived");

        var trace = Of(traceId).ToDictionary(span => span.Name);
        Assert.That(trace.Keys, Is.EquivalentTo(new[] { "POST rooms/{room_id}/messages", "PostMessage", "commit", "fan out", "webhook" }));
        Assert.That(trace["PostMessage"].ParentId, Is.EqualTo(trace["POST rooms/{room_id}/messages"].SpanId));
        Assert.That(trace["commit"].ParentId, Is.EqualTo(trace["PostMessage"].SpanId));
        Assert.That(trace["fan out"].ParentId, Is.EqualTo(trace["commit"].SpanId));
        Assert.That(trace["webhook"].ParentId, Is.EqualTo(trace["PostMessage"].SpanId));
        Assert.That(
            _partner.ReceivedAt("/posted").Single().TraceParent,
            Is.EqualTo($"00-{traceId}-{trace["webhook"].SpanId}-01"));
    }

    [Test]
    public async Task Trace_WhenAPartnerRefuses_SaysSo()
    {
        var (traceId, traceParent) = NewTrace();
        var (ada, room) = (await _api.CreateUserAsync(), await _api.CreateRoomAsync());
        _partner.Answer("/refused", 500, 200);
        await _api.CreateWebhookAsync(_partner.UrlOf("/refused"), room);
        await _api.PostJsonAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello" }, traceParent);

        await Eventually.BeTrueAsync(() => Of(traceId).Count(span => span.Name == "webhook") == 2, "both attempts have arrived");

        Assert.That(
            Of(traceId).Where(span => span.Name == "webhook").Select(span => span.Error), Is.EqualTo(new[] { "status 500", "" }));
    }

    [Test]
    public async Task Trace_OfAMessageOnASocket_IsSeparate()
    {
        var (ada, room) = (await _api.CreateUserAsync(), await _api.CreateRoomAsync());
        await using var client = await RoomClient.JoinAsync(_api, room, ada);
        foreach (var content in new[] { "one", "two" })
        {
            await client.SayAsync(content);
            await client.ReceiveAsync("message");
        }

        await Eventually.BeTrueAsync(() => Frames().Count(frame => Of(frame.TraceId).Any(span => span.Name == "fan out")) == 2, "both have arrived");

        var frames = Frames();
        Assert.That(frames, Has.Count.EqualTo(2));
        Assert.That(frames.Select(frame => frame.ParentId), Is.All.Empty);
        foreach (var frame in frames)
            Assert.That(Of(frame.TraceId).Select(span => span.Name), Is.EquivalentTo(new[] { "message frame", "PostMessage", "commit", "fan out" }));

        List<ReceivedSpan> Frames() => [.. _spans.Spans.Where(span => span.Name == "message frame")];
    }

    [Test]
    public async Task Trace_OfAJoinBySocket_IsSeparateAndLeadsToThePartner()
    {
        var (ada, room) = (await _api.CreateUserAsync(), await _api.CreateRoomAsync());
        await _api.CreateWebhookAsync(_partner.UrlOf("/joined"), room, "user.joined");
        await using var client = await RoomClient.JoinAsync(_api, room, ada);

        var told = (await _partner.WaitForAsync("/joined", 1))[0];
        var traceId = told.TraceParent!.Split('-')[1];
        await Eventually.BeTrueAsync(() => Of(traceId).Any(span => span.Name == "webhook"), "the last span has arrived");

        var trace = Of(traceId).ToDictionary(span => span.Name);
        Assert.That(trace.Keys, Is.EquivalentTo(new[] { "join", "EnterRoom", "commit", "webhook" }));
        Assert.That(trace["join"].ParentId, Is.Empty);
        Assert.That(trace["EnterRoom"].ParentId, Is.EqualTo(trace["join"].SpanId));
        Assert.That(
            _partner.ReceivedAt("/joined").Single().TraceParent,
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
            $"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello" }, NewTrace().Header);

        await Eventually.BeTrueAsync(() => partner.ReceivedAt("/trace").Count > 0, "the partner was called");

        Assert.That(partner.ReceivedAt("/trace").Single().TraceParent, Is.Null);
    }

    private static (string Id, (string Name, string Value) Header) NewTrace()
    {
        var id = Guid.NewGuid().ToString("N");
        return (id, ("traceparent", $"00-{id}-b7ad6b7169203331-01"));
    }

    private IEnumerable<ReceivedSpan> Of(string traceId) => _spans.Spans.Where(span => span.TraceId == traceId);
}
