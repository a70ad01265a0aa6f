using System.Net.Sockets;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>Simulates a peer that sends single bytes with pauses.</summary>
internal static class Dribble
{
    public static async Task UntilClosedAsync(NetworkStream stream, byte letter = (byte)'x', int milliseconds = 100)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(milliseconds));
        try
        {
            while (await timer.WaitForNextTickAsync())
                await stream.WriteAsync(new[] { letter });
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The server or the test closed the connection.
        }
    }
}
