using System.Diagnostics;
using VideoChat.Application.Common;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Log.Observability;
using VideoChat.Infrastructure.Log.Writes;

namespace VideoChat.Infrastructure.IntegrationTests.Log.Observability;

/// <summary>Listens for all spans of the process, so it runs alone.</summary>
[NonParallelizable]
public sealed class LogSpansTests
{
    [Test]
    public void Commit_WhenItGroupsSeveralRequests_IsASeparateTraceWithALinkToEach()
    {
        using var listener = Listen();
        using var one = new Activity("one").Start();
        var first = new MessageWrite(Some.Message(Some.Room(), Some.User()), request: null, message => message);
        Activity.Current = null;
        using var two = new Activity("two").Start();
        var second = new MessageWrite(Some.Message(Some.Room(), Some.User()), request: null, message => message);
        Activity.Current = null;

        using var commit = LogSpans.Commit([first, second]);

        Assert.That(commit!.ParentId, Is.Null);
        Assert.That(commit.Links.Select(link => link.Context.SpanId), Is.EqualTo(new[] { one.SpanId, two.SpanId }));
    }

    [Test]
    public void Commit_WhenItIsForOneRequest_IsPartOfItsTrace()
    {
        using var listener = Listen();
        using var one = new Activity("one").Start();
        var write = new MessageWrite(Some.Message(Some.Room(), Some.User()), request: null, message => message);
        Activity.Current = null;

        using var commit = LogSpans.Commit([write]);

        Assert.That(commit!.ParentSpanId, Is.EqualTo(one.SpanId));
    }

    [Test]
    public void Commit_WhenSpansAreNotCollected_HasNoSpan()
    {
        using var one = new Activity("one").Start();
        var write = new MessageWrite(Some.Message(Some.Room(), Some.User()), request: null, message => message);

        Assert.That(LogSpans.Commit([write]), Is.Null);
        Assert.That(write.Cause, Is.Null);
    }

    private static ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
