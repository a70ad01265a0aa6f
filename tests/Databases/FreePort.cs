using System.Net;
using System.Net.Sockets;

namespace VideoChat.Databases;

/// <summary>Finds ports for servers that cannot choose a free port themselves.</summary>
internal static class FreePort
{
    /// <summary>Returns a port of the loopback address that is free at the moment.</summary>
    public static int Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
