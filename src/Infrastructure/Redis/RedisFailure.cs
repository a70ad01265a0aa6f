using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using StackExchange.Redis;

namespace VideoChat.Infrastructure.Redis;

/// <summary>Explains why Redis is unreachable. The client's messages may contain secrets, so they are searched but never shown.</summary>
internal static class RedisFailure
{
    private static readonly string[] AuthenticationErrors = ["WRONGPASS", "NOAUTH", "AuthenticationFailure", "invalid password"];

    /// <param name="log">The client's log of the first connection attempt. Later exceptions do not contain the cause.</param>
    public static string Explain(ConfigurationOptions options, Exception? failure, string log)
    {
        var where = string.Join(", ", options.EndPoints.Select(Describe));
        var causes = Causes(failure).ToList();
        if (causes.Any(cause => cause is AuthenticationException))
            return $"the TLS handshake with {where} fails";
        if (causes.Any(IsAuthentication) || IsAuthentication(log))
            return options.Ssl ? $"{where} does not speak TLS, or refuses the user or password" : $"{where} refuses the user or password";
        if (causes.OfType<SocketException>().FirstOrDefault() is { } socket)
            return $"{where} cannot be reached ({socket.SocketErrorCode})";
        return options.Ssl ? $"{where} cannot be reached; ssl=true needs a Redis that speaks TLS" : $"{where} cannot be reached";
    }

    private static bool IsAuthentication(Exception cause) =>
        cause is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
        || IsAuthentication(cause.Message);

    private static bool IsAuthentication(string text) =>
        AuthenticationErrors.Any(error => text.Contains(error, StringComparison.Ordinal));

    private static string Describe(EndPoint endPoint) =>
        endPoint is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : endPoint.ToString()!;

    private static IEnumerable<Exception> Causes(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            yield return failure;
    }
}
