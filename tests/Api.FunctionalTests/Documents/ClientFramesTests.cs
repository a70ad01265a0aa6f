using System.Text.RegularExpressions;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Application.Serialization;

namespace VideoChat.Api.FunctionalTests.Documents;

/// <summary>The typed client names every frame of a room event.</summary>
public sealed partial class ClientFramesTests
{
    [Test]
    public async Task Events_Always_AreTheKindsOfRoomEvents()
    {
        var source = await File.ReadAllTextAsync(RepositoryFile.Of("src/Client/src/room-socket-types.js"));

        var named = Property().Matches(source).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.That(EventFormats.All.Select(format => format.Kind.Name!).Except(named), Is.Empty);
        Assert.That(named.Where(name => name.StartsWith("video_", StringComparison.Ordinal) || name.StartsWith("live_stream_", StringComparison.Ordinal)),
            Is.SubsetOf(EventFormats.All.Select(format => format.Kind.Name)));
    }

    [GeneratedRegex(@"@property \{Frames\.(?:\w+Frame|Schemas\[.\w+Frame.\])\} (\w+)")]
    private static partial Regex Property();
}
