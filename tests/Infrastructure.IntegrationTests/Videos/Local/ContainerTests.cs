using VideoChat.Infrastructure.Videos.Local;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local;

public sealed class ContainerTests
{
    [TestCase("0000002066747970 69736F6D", ".mp4")]
    [TestCase("0000001466747970 71742020", ".mov")]
    [TestCase("1A45DFA3 9F4286810142 8284 7765626D", ".webm")]
    [TestCase("1A45DFA3 9F4286810142 8288 6D6174726F736B61", ".mkv")]
    [TestCase("4F676753 0002", ".ogv")]
    [TestCase("52494646 00000000 41564920", ".avi")]
    [TestCase("52494646 00000000 57415645", ".bin")]
    [TestCase("3C68746D6C3E", ".bin")]
    [TestCase("", ".bin")]
    public void ExtensionOf_LooksAtTheBytes(string header, string expected)
    {
        var bytes = Convert.FromHexString(header.Replace(" ", "", StringComparison.Ordinal));

        Assert.That(Container.ExtensionOf(bytes), Is.EqualTo(expected));
    }
}
