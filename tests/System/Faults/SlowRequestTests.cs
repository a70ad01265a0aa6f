using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

[NonParallelizable]
public sealed class SlowRequestTests
{
    [Test]
    public async Task Terminate_WhenARequestIsSlow_EndsCleanlyInTime()
    {
        await using var api = await ApiServer.StartAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(api.Address.Host, api.Address.Port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /users HTTP/1.1\r\nHost: {api.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n"));
        var dribbling = DribbleAsync(tcp.GetStream());

        var end = Stopwatch.StartNew();
        api.Terminate();

        Assert.That(await api.WaitForExitAsync(), Is.Zero, api.Log);
        Assert.That(end.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
        await dribbling;
    }

    /// <summary>Sends bytes fast enough to pass the minimum data rate, and too slowly to end before the shutdown timeout.</summary>
    private static async Task DribbleAsync(NetworkStream stream)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (await timer.WaitForNextTickAsync())
                await stream.WriteAsync(new byte[60]);
        }
        catch (IOException)
        {
            // The server has exited.
        }
    }
}
