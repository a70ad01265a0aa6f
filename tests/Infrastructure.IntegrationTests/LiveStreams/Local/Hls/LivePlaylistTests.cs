using VideoChat.Infrastructure.LiveStreams.Local.Hls;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Hls;

public sealed class LivePlaylistTests
{
    [Test]
    public void Add_WhenSegmentsCome_WritesThem()
    {
        var playlist = new LivePlaylist();

        playlist.Add("0.ts", 2.023, isDiscontinuity: false);
        playlist.Add("1.ts", 4.6, isDiscontinuity: true);

        Assert.That(playlist.ToString(), Is.EqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-TARGETDURATION:5
            #EXT-X-MEDIA-SEQUENCE:0
            #EXT-X-DISCONTINUITY-SEQUENCE:0
            #EXTINF:2.023000,
            0.ts
            #EXT-X-DISCONTINUITY
            #EXTINF:4.600000,
            1.ts

            """.ReplaceLineEndings("\n")));
    }

    // RFC 8216, §6.2.2: the number increases when the tag is removed, together with its segment.
    [Test]
    public void Add_WhenADiscontinuityLeavesTheWindow_CountsIt()
    {
        var playlist = new LivePlaylist();
        playlist.Add("0.ts", 2, isDiscontinuity: false);
        playlist.Add("1.ts", 2, isDiscontinuity: true);
        for (var i = 2; i <= 10; i++)
            playlist.Add($"{i}.ts", 2, isDiscontinuity: false);
        Assert.That(playlist.ToString(), Does.Contain("MEDIA-SEQUENCE:1\n#EXT-X-DISCONTINUITY-SEQUENCE:0\n#EXT-X-DISCONTINUITY\n"));

        var left = playlist.Add("11.ts", 2, isDiscontinuity: false);

        Assert.That(left, Is.EqualTo("1.ts"));
        Assert.That(playlist.ToString(), Does.Contain("MEDIA-SEQUENCE:2\n#EXT-X-DISCONTINUITY-SEQUENCE:1\n#EXTINF"));
    }

    [Test]
    public void Parse_WhenAProcessWasKilled_ContinuesFromItsEnd()
    {
        var before = new LivePlaylist();
        for (var i = 0; i < 25; i++)
            before.Add($"{i}.ts", 2 + (i * 0.25), isDiscontinuity: i % 7 == 0);

        var after = LivePlaylist.Parse(before.ToString());

        Assert.That(after.ToString(), Is.EqualTo(before.ToString()));
        Assert.That(after.Add("25.ts", 1, true), Is.EqualTo(before.Add("25.ts", 1, true)));
        Assert.That(after.ToString(), Is.EqualTo(before.ToString()));
        Assert.That(after.ToString(), Does.Contain("TARGETDURATION:8\n"));
    }
}
