using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NJsonSchema;

namespace VideoChat.Api.FunctionalTests.Support.Contracts;

/// <summary>
/// Validates JSON against the schemas of a document. It is stricter than the published schemas: an undocumented member is an
/// error, although clients are told to ignore unknown members.
/// </summary>
internal sealed class DocumentSchemas(JsonNode document)
{
    private const string Published = "#/components/schemas/", Own = "#/definitions/";

    private readonly string _definitions = Definitions(document).ToJsonString();
    private readonly ConcurrentDictionary<string, Lazy<JsonSchema>> _schemas = new();

    /// <summary>Validates a JSON text by a schema of the document. Returns the errors, or null if there are none.</summary>
    public string? Validate(JsonNode schema, string json)
    {
        var key = schema.ToJsonString();
        var errors = _schemas.GetOrAdd(key, _ => new Lazy<JsonSchema>(() => Compile(schema))).Value.Validate(json);
        return errors.Count == 0 ? null : string.Join("; ", errors.Select(error => $"{error.Kind} at {error.Path}"));
    }

    private JsonSchema Compile(JsonNode schema)
    {
        var definitions = JsonNode.Parse(_definitions)!;
        var root = (JsonObject)Translate(schema)!;
        // If the root is only a reference, NJsonSchema cannot resolve other references to the same schema.
        if (root["$ref"] is { } reference)
            root = (JsonObject)definitions[reference.GetValue<string>()[Own.Length..]]!.DeepClone();
        root["definitions"] = definitions;
        return JsonSchema.FromJsonAsync(root.ToJsonString()).GetAwaiter().GetResult();
    }

    private static JsonObject Definitions(JsonNode document)
    {
        var definitions = new JsonObject();
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
            definitions[name] = Translate(schema);
        return definitions;
    }

    /// <summary>Translates a schema to the keywords that the validator supports.</summary>
    private static JsonNode? Translate(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Translate(item))]);
            case JsonObject members:
                var translated = new JsonObject();
                foreach (var (name, value) in members)
                {
                    switch (name)
                    {
                        case "$ref":
                            translated[name] = value!.GetValue<string>().Replace(Published, Own, StringComparison.Ordinal);
                            break;
                        case "const":
                            translated["enum"] = new JsonArray(value?.DeepClone());
                            break;
                        case "discriminator" or "example" or "examples":
                            break;
                        default:
                            translated[name] = Translate(value);
                            break;
                    }
                }
                if (members.ContainsKey("properties") && !members.ContainsKey("additionalProperties") && members["type"] is JsonValue)
                    translated["additionalProperties"] = false;
                return translated;
            default:
                return node?.DeepClone();
        }
    }
}
