using System.Text.Json.Nodes;

namespace VideoChat.Api.FunctionalTests.Support.Contracts;

/// <summary>Checks responses and webhooks against the OpenAPI document.</summary>
internal static class HttpContract
{
    private static readonly string[] LimitHeaders = ["Link", "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"];

    private static readonly JsonNode Document = JsonNode.Parse(File.ReadAllText(RepositoryFile.Of("docs/openapi.json")))!;
    private static readonly DocumentSchemas Schemas = new(Document);
    private static readonly List<(string[] Segments, JsonObject Operations)> Paths =
        [.. Document["paths"]!.AsObject().Select(path => (path.Key.Split('/'), path.Value!.AsObject()))];

    /// <exception cref="ContractException">The response is not documented, or does not match its documentation.</exception>
    public static async Task CheckAsync(HttpRequestMessage request, HttpResponseMessage response)
    {
        var isHead = request.Method == HttpMethod.Head;
        if (request.Method == HttpMethod.Options || Find(request.RequestUri!.AbsolutePath) is not { } operations)
            return;
        if (operations[isHead ? "get" : request.Method.Method.ToLowerInvariant()] is not { } operation)
        {
            // 405 is accepted, because every path answers an unknown method with it. The document does not repeat this.
            if ((int)response.StatusCode != 405)
                throw Broken(request, response, "the method is not documented");
            return;
        }

        if (operation["responses"]![$"{(int)response.StatusCode}"] is not { } answer)
            throw Broken(request, response, "the status is not documented");
        foreach (var header in LimitHeaders.Where(response.Headers.Contains))
        {
            if (answer["headers"]?[header] is null)
                throw Broken(request, response, $"the header {header} is not documented");
        }
        if (!isHead)
            await CheckBodyAsync(request, response, answer);
    }

    /// <exception cref="ContractException">The webhook is not documented, or does not match its documentation.</exception>
    public static void CheckWebhook(string type, string body)
    {
        var schema = Document["webhooks"]![type]?["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]
            ?? throw new ContractException($"A webhook of type '{type}' came, which is not in docs/openapi.json: {body}");
        if (Schemas.Validate(schema, body) is { } errors)
            throw new ContractException($"A webhook came that breaks docs/openapi.json: {errors} in {body}");
    }

    private static async Task CheckBodyAsync(HttpRequestMessage request, HttpResponseMessage response, JsonNode answer)
    {
        await response.Content.LoadIntoBufferAsync();
        var body = await response.Content.ReadAsStringAsync();
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (answer["content"]?[type]?["schema"] is not { } schema)
            throw Broken(request, response, $"a body of type '{type}' is not documented");
        if (Schemas.Validate(schema, body) is { } errors)
            throw Broken(request, response, $"{errors} in {body}");
    }

    private static JsonObject? Find(string path)
    {
        var segments = path.Split('/');
        return Paths.FirstOrDefault(known => known.Segments.Length == segments.Length && known.Segments
            .Zip(segments, (wanted, given) => wanted == given || (wanted.StartsWith('{') && given.Length > 0)).All(same => same)).Operations;
    }

    private static ContractException Broken(HttpRequestMessage request, HttpResponseMessage response, string why) =>
        new($"{request.Method} {request.RequestUri!.PathAndQuery}, {(int)response.StatusCode}, against docs/openapi.json: {why}");
}

/// <summary>Checks every response before the test receives it.</summary>
internal sealed class ContractHandler() : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        await HttpContract.CheckAsync(request, response);
        return response;
    }
}
