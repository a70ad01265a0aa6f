namespace VideoChat.SystemTests;

[SetUpFixture]
internal sealed class SharedServers
{
    [OneTimeSetUp]
    public Task StartAsync() => SharedServer.StartAsync();

    [OneTimeTearDown]
    public Task StopAsync() => SharedServer.StopAsync();
}
