using System.Globalization;
using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Videos.Bunny;

public sealed class BunnyMemoryTests
{
    private const long MiB = 1_024 * 1_024;

    [Test]
    public async Task Upload_OfALargeFile_TakesNoMemory()
    {
        await using var server = await BunnyServer.StartAsync();
        var room = await server.Api.CreateRoomAsync();
        await UploadAsync(server, room, 20 * MiB);
        var before = ReadMemory(server.Api.ProcessId, "VmRSS");
        // Resets the peak memory of the process.
        await File.WriteAllTextAsync($"/proc/{server.Api.ProcessId}/clear_refs", "5");

        await UploadAsync(server, room, 300 * MiB);

        var peak = ReadMemory(server.Api.ProcessId, "VmHWM");
        TestContext.Out.WriteLine($"{before / MiB} MiB before, {peak / MiB} MiB at most");
        Assert.That(peak - before, Is.LessThan(50 * 1_000_000));
    }

    private static async Task UploadAsync(BunnyServer server, Guid roomId, long size)
    {
        var upload = await server.Api.CreateUploadAsync(roomId);
        using var response = await server.Api.SendAsync(
            HttpMethod.Put, $"/upload-proxy/{upload.IdOf()}", new FillerContent(size));
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(server.Bunny.Videos[upload.IdOf()].FileBytes, Is.EqualTo(size));
        });
    }

    private static long ReadMemory(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1_024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
