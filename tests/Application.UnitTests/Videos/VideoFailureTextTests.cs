using VideoChat.Application.Videos;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.UnitTests.Videos;

public sealed class VideoFailureTextTests
{
    [Test]
    public void Of_EveryFailure_IsADifferentSentence()
    {
        var sentences = Enum.GetValues<VideoFailure>().Select(failure => VideoFailureText.Of(failure)).ToList();

        Assert.That(sentences, Is.Unique.And.All.Match(@"^[A-Z].*\.$"));
    }

    [Test]
    public void Of_WithoutAFailure_IsNull() => Assert.That(VideoFailureText.Of(null), Is.Null);
}
