using VideoChat.Api.FunctionalTests.Hosting;

namespace VideoChat.Api.FunctionalTests.Videos.Bunny;

/// <summary>
/// Starts the server with wrong settings of Bunny.net. The tests run alone, because they set the environment of their process.
/// </summary>
[NonParallelizable]
public sealed class RefusedBunnySettingsTests
{
    [TestCase("Bunny__LibraryId", "", "Bunny:LibraryId")]
    [TestCase("Bunny__LibraryId", "my library", "Bunny:LibraryId")]
    [TestCase("Bunny__BaseUrl", "nowhere", "Bunny:BaseUrl")]
    public async Task Start_WhenBunnyIsHalfConfigured_Stops(string key, string value, string named)
    {
        var (exitCode, log) = await RefusedStart.RunAsync(
            ("Bunny__ApiKey", "secret"), ("Bunny__LibraryId", "133"), ("Bunny__PullZone", "vz-test"), (key, value));

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Not.Zero);
            Assert.That(log, Does.Contain(named).And.Not.Contain("secret"));
        });
    }

    [TestCase("Video__Provider")]
    [TestCase("Live__Provider")]
    public async Task Start_WhenBunnyIsChosenAndNotConfigured_Stops(string key)
    {
        var (exitCode, log) = await RefusedStart.RunAsync((key, "Bunny"));

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Not.Zero);
            Assert.That(log, Does.Contain("Bunny:ApiKey"));
        });
    }
}
