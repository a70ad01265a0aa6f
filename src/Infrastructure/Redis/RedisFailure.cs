using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using StackExchange.Redis;

namespace VideoChat.Infrastructure.Redis;

/// <summary>Says why Redis cannot be reached, without what could be secret: no message of the library, which may quote the server.</summary>
internal static class RedisFailure
{
    public static string Explain(ConfigurationOptions options, ConnectionFailedEventArgs? failed)
    {
        var where = Describe(failed?.EndPoint ?? options.EndPoints.FirstOrDefault());
        return failed switch
        {
            null => $"{where} does not answer",
            _ when Has<AuthenticationException>(failed.Exception) => $"the TLS handshake with {where} failed",
            { FailureType: ConnectionFailureType.AuthenticationFailure } => options.Ssl
                ? $"{where} does not speak TLS, or refuses the user or password"
                : $"{where} refuses the user or password",
            { Exception: var exception } when FindSocketError(exception) is { } error => $"{where} cannot be reached ({error})",
            _ when options.Ssl => $"{where} cannot be reached ({failed.FailureType}); ssl=true needs a Redis that speaks TLS",
            _ => $"{where} cannot be reached ({failed.FailureType})",
        };
    }

    private static string Describe(EndPoint? endPoint) => endPoint switch
    {
        null => "Redis",
        DnsEndPoint dns => $"{dns.Host}:{dns.Port}",
        _ => endPoint.ToString()!,
    };

    private static bool Has<TException>(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is TException)
                return true;
        }
        return false;
    }

    private static SocketError? FindSocketError(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is SocketException socket)
                return socket.SocketErrorCode;
        }
        return null;
    }
}
