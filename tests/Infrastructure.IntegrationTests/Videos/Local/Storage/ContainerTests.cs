using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Storage;

public sealed class ContainerTests
{
    [TestCase("0000002066747970 69736F6D", ".mp4")]
    [TestCase("0000001466747970 71742020", ".mov")]
    [TestCase("1A45DFA3 9F4286810142 8284 7765626D", ".webm")]
    [TestCase("1A45DFA3 9F4286810142 8288 6D6174726F736B61", ".mkv")]
    [TestCase("4F676753 0002", ".ogv")]
    [TestCase("52494646 00000000 41564920", ".avi")]
    [TestCase("00000008 77696465 00000000 6D646174", ".mov")]
    [TestCase("000001BA 44000400", ".bin")]
    [TestCase("00000001 67640028", ".bin")]
    [TestCase("464C5601 05", ".flv")]
    [TestCase("3026B2758E66CF11 A6D900AA0062CE6C", ".bin")]
    [TestCase("060E2B34 02050101", ".bin")]
    [TestCase("1F0700BF", ".bin")]
    [TestCase("52494646 00000000 57415645", null)]
    [TestCase("3C68746D6C3E", null)]
    [TestCase("7B7D", null)]
    [TestCase("89504E470D0A1A0A 0000000D49484452", null)]
    [TestCase("504B0304", null)]
    [TestCase("00000000000000000000000000000000", null)]
    [TestCase("", null)]
    public void ExtensionOf_LooksAtTheBytes(string header, string? expected)
    {
        var bytes = Convert.FromHexString(header.Replace(" ", "", StringComparison.Ordinal));

        Assert.That(Container.ExtensionOf(bytes), Is.EqualTo(expected));
    }

    [TestCase(0, 188)]
    [TestCase(4, 192)]
    public void ExtensionOf_WhenPacketsFollowEachOther_IsABroadcast(int first, int length)
    {
        var bytes = new byte[512];
        (bytes[first], bytes[first + length]) = (0x47, 0x47);

        Assert.That(Container.ExtensionOf(bytes), Is.EqualTo(".ts"));
        Assert.That(Container.ExtensionOf(bytes.AsSpan(0, first + length)), Is.Null);
    }
}
