using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace VideoChat.Api.FunctionalTests.Support.Contracts;

/// <summary>Checks frames and close codes against the AsyncAPI document.</summary>
internal static class FrameContract
{
    private static readonly JsonNode Document = Read(RepositoryFile.Of("src/Api/wwwroot/asyncapi.yaml"));
    private static readonly DocumentSchemas Schemas = new(Document);

    /// <summary>The payload schemas by frame type, of received and of sent frames.</summary>
    private static readonly Dictionary<string, JsonNode> Taken = PayloadsOf("receive"), Sent = PayloadsOf("send", "reply");

    private static readonly HashSet<int> CloseCodes =
        [.. Document["channels"]!["room"]!["x-close-codes"]!.AsArray().Select(code => code!["code"]!.GetValue<int>())];

    public static IEnumerable<string> SentTypes => Sent.Keys;

    /// <exception cref="ContractException">The document has no such frame from the server.</exception>
    public static void CheckReceived(JsonElement frame) => Check(Sent, frame.Type(), frame.GetRawText(), "received");

    /// <exception cref="ContractException">The document has no such frame from a client.</exception>
    public static void CheckSent(string text)
    {
        var type = JsonNode.Parse(text)?["type"]?.GetValue<string>() ?? "message";
        Check(Taken, type, text, "sent");
    }

    /// <exception cref="ContractException">The document has no such close code.</exception>
    public static void CheckClose(int code)
    {
        const int AnswerToOurs = 1000, NoCode = 1005;
        if (code is not AnswerToOurs and not NoCode && !CloseCodes.Contains(code))
            throw new ContractException($"Close code {code} is not in asyncapi.yaml.");
    }

    private static void Check(Dictionary<string, JsonNode> payloads, string type, string text, string way)
    {
        if (!payloads.TryGetValue(type, out var schema))
            throw new ContractException($"A frame of type '{type}' was {way}, which is not in asyncapi.yaml: {text}");
        if (Schemas.Validate(schema, text) is { } errors)
            throw new ContractException($"A frame was {way} that breaks asyncapi.yaml: {errors} in {text}");
    }

    private static Dictionary<string, JsonNode> PayloadsOf(string action, string? also = null)
    {
        var operations = Document["operations"]!.AsObject().Select(operation => operation.Value!).ToList();
        return operations.Where(operation => operation["action"]!.GetValue<string>() == action)
            .Concat(operations.Select(operation => also is null ? null : operation[also]).OfType<JsonNode>())
            .SelectMany(operation => operation["messages"]!.AsArray())
            .Select(reference => Resolve(Resolve(reference!)))
            .ToDictionary(message => message["name"]!.GetValue<string>(), message => message["payload"]!);
    }

    private static JsonNode Resolve(JsonNode reference) => reference["$ref"]!.GetValue<string>().Split('/').Skip(1)
        .Aggregate(Document, (node, step) => node[step]!);

    private static JsonNode Read(string path)
    {
        using var text = File.OpenText(path);
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(text);
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(yaml))!;
    }
}
