using System.Net;
using System.Net.Sockets;

namespace VideoChat.Databases;

/// <summary>Where a test starts a server that cannot be told to choose its port by itself.</summary>
internal static class FreePort
{
    /// <summary>A port of the loopback address that nobody has at this moment.</summary>
    public static int Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
