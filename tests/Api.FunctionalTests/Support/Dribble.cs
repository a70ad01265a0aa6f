using System.Net.Sockets;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>A peer that sends a byte now and then.</summary>
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
            // The server, or the test, has had enough.
        }
    }
}
