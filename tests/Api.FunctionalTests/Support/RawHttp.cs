using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>Sends an HTTP request directly over TCP, for bytes that no client library sends.</summary>
internal static class RawHttp
{
    /// <summary>Posts JSON with an additional header line, encoded as Latin-1.</summary>
    public static async Task<HttpResponseMessage> PostAsync(ApiServer api, string path, string json, string headerLine)
    {
        var request =
            $"POST {path} HTTP/1.0\r\nHost: {api.Address.Authority}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {json.Length}\r\n{headerLine}\r\n\r\n{json}";
        return Parse(await SendAsync(api, request));
    }

    /// <summary>Sends a text as Latin-1 and returns all bytes that the server sends until it closes the connection.</summary>
    public static async Task<string> SendAsync(ApiServer api, string text)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(api.Address.Host, api.Address.Port);
        await tcp.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));
        using var reader = new StreamReader(tcp.GetStream());
        return await reader.ReadToEndAsync();
    }

    private static HttpResponseMessage Parse(string text)
    {
        var parts = text.Split("\r\n\r\n", 2);
        var lines = parts[0].Split("\r\n");
        var response = new HttpResponseMessage(
            (HttpStatusCode)int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture))
        {
            Content = new StringContent(parts[1]),
        };
        response.Content.Headers.ContentType = null;
        foreach (var line in lines[1..].Select(line => line.Split(": ", 2)))
        {
            if (!response.Headers.TryAddWithoutValidation(line[0], line[1]))
                response.Content.Headers.TryAddWithoutValidation(line[0], line[1]);
        }
        return response;
    }
}
