using System.Text.Json.Nodes;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Fuzz;

/// <summary>The parts of an operation of the OpenAPI document that a request needs.</summary>
internal sealed record Operation(string Id, HttpMethod Method, string Path, string[] Query, string[] Headers, JsonNode[] Bodies, bool TakesFile)
{
    /// <summary>All operations of the document.</summary>
    public static IReadOnlyList<Operation> All { get; } = Read();

    public override string ToString() => Id;

    private static List<Operation> Read()
    {
        var document = JsonNode.Parse(File.ReadAllText(RepositoryFile.Of("docs/openapi.json")))!;
        return
        [
            .. from path in document["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               let parameters = (operation.Value!["parameters"]?.AsArray() ?? []).Select(parameter => Resolve(document, parameter!)).ToList()
               let content = operation.Value["requestBody"]?["content"]
               select new Operation(
                   operation.Value["operationId"]!.GetValue<string>(), new HttpMethod(operation.Key.ToUpperInvariant()), path.Key,
                   NamesIn(parameters, "query"), NamesIn(parameters, "header"), [.. Examples(content?["application/json"])],
                   content is not null && content["application/json"] is null),
        ];
    }

    private static string[] NamesIn(IEnumerable<JsonNode> parameters, string place) =>
        [.. parameters.Where(parameter => parameter["in"]!.GetValue<string>() == place).Select(parameter => parameter["name"]!.GetValue<string>())];

    private static IEnumerable<JsonNode> Examples(JsonNode? content) =>
        content?["example"] is { } one ? [one] : content?["examples"]?.AsObject().Select(example => example.Value!["value"]!) ?? [];

    private static JsonNode Resolve(JsonNode document, JsonNode node) => node["$ref"] is { } reference
        ? reference.GetValue<string>().Split('/').Skip(1).Aggregate(document, (parent, step) => parent[step]!)
        : node;
}
