using System.Net;
using System.Net.Sockets;

namespace VideoChat.Api.FunctionalTests.Webhooks;

/// <summary>Responds to one request with a gigabyte, as long as the client reads.</summary>
internal sealed class HugeAnswer : IDisposable
{
    private const int Length = 1 << 30;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task<long> _sent;

    public HugeAnswer()
    {
        _listener.Start();
        _sent = Task.Run(SendAsync);
    }

    public string Url => $"http://{_listener.LocalEndpoint}/";

    /// <summary>Waits until the client stops reading, and returns the number of bytes sent.</summary>
    public Task<long> WaitForEndAsync() => _sent.WaitAsync(TimeSpan.FromSeconds(30));

    public void Dispose() => _listener.Dispose();

    private async Task<long> SendAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        var block = new byte[16 * 1_024];
        var sent = 0L;
        try
        {
            _ = await stream.ReadAsync(block);
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Length}\r\n\r\n"));
            Array.Fill(block, (byte)'x');
            for (; sent < Length; sent += block.Length)
                await stream.WriteAsync(block);
        }
        catch (IOException)
        {
            // The client closed the connection.
        }
        return sent;
    }
}
