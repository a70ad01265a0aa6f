using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence.Rows;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence.Rows;

public sealed class SharedSecretsTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task ReadAsync_WhenManyMachinesReadConcurrently_ReturnsTheSame()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var secrets = host.Get<SharedSecrets>();

        var read = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => secrets.ReadAsync("some", default))));

        Assert.That(read, Is.All.EqualTo(read[0]).And.All.Length.EqualTo(32));
        Assert.That(await secrets.ReadAsync("another", default), Is.Not.EqualTo(read[0]));
        Assert.That(await secrets.ReadAsync("some", default), Is.EqualTo(read[0]), "it stays");
    }
}
