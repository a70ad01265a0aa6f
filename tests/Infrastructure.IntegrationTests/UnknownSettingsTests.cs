using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace VideoChat.Infrastructure.IntegrationTests;

[Parallelizable(ParallelScope.All)]
public sealed class UnknownSettingsTests
{
    [TestCase("Video:Providr", "Video:Providr: there is no such setting; the nearest is Video:Provider.")]
    [TestCase("video:PROVIDR", "video:PROVIDR: there is no such setting; the nearest is video:Provider.")]
    [TestCase("Messages:MaxLenght", "Messages:MaxLenght: there is no such setting; the nearest is Messages:MaxLength.")]
    [TestCase("Messages:MaxLength:0", "Messages:MaxLength:0: there is no such setting; Messages:MaxLength is one value.")]
    [TestCase("Messges:MaxLength", "Messges:MaxLength: there is no such setting; the nearest to Messges is Messages.")]
    [TestCase("Webhook:Enabled", "Webhook:Enabled: there is no such setting; the nearest to Webhook is Webhooks.")]
    public void List_WhenAKeyIsMisspelt_NamesItAndTheNearest(string key, string line)
    {
        Assert.That(List(key), Is.EqualTo(new[] { line }));
    }

    [TestCase("Video:Provider")]
    [TestCase("VIDEO:PROVIDER")]
    [TestCase("Logging:LogLevel:Anything")]
    [TestCase("Kestrel:Endpoints:Http:Url")]
    [TestCase("ConnectionStrings:Other")]
    [TestCase("SomebodyElses:Section")]
    [TestCase("VIDEO")]
    [TestCase("Messges")]
    [TestCase("PATH")]
    public void List_WhenAKeyIsKnownOrAnothers_HasNothing(string key)
    {
        Assert.That(List(key), Is.Empty);
    }

    private static IReadOnlyList<string> List(string key)
    {
        var services = new ServiceCollection().AddInfrastructure();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new KeyValuePair<string, string?>(key, "1")]).Build());
        using var provider = services.BuildServiceProvider();
        return provider.ListUnknownSettings();
    }
}
