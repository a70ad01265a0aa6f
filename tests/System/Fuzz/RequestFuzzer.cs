using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VideoChat.SystemTests.Fuzz;

/// <summary>
/// Creates requests that are almost valid, by changing a few parts of a valid one. The same seed gives the same requests.
/// </summary>
/// <param name="seed">Distinguishes requests.</param>
/// <param name="known">Existing ids, by the name of a parameter or member, so that requests pass the check of the path.</param>
/// <param name="key">The key of a partner.</param>
internal sealed partial class RequestFuzzer(int seed, IReadOnlyDictionary<string, Guid> known, string key)
{
    private const int MaxInOneLine = 6_000;

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly Random _random = new(seed);

    public HttpRequestMessage Make(Uri server, Operation operation)
    {
        var request = new HttpRequestMessage(
            Chance(0.03) ? Pick<HttpMethod>([HttpMethod.Delete, HttpMethod.Patch, HttpMethod.Options, HttpMethod.Head, new("NONSENSE")]) : operation.Method,
            new Uri(server.ToString().TrimEnd('/') + Target(operation), AsItIs));
        if (Chance(0.9))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (Body(operation) is { } body)
        {
            request.Content = new ByteArrayContent(body);
            var type = Chance(0.85) ? operation.TakesFile ? "video/mp4" : "application/json" : Chance(0.2) ? null : Pick(Hostile.ContentTypes);
            if (type is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        foreach (var name in operation.Headers.Where(_ => Chance(0.3)))
            request.Headers.TryAddWithoutValidation(name, Pick(["a", "", "v1", "hmac-sha256", new string('f', 64), new string('x', 300), "\u00e9"]));
        for (var more = _random.Next(4); more > 1; more--)
        {
            var (name, value) = Pick(Hostile.Headers);
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        // The value is set, because otherwise the client library adds this header and waits for the response.
        request.Headers.ExpectContinue = false;
        return request;
    }

    private string Target(Operation operation)
    {
        var path = Parameter().Replace(operation.Path, match =>
            known.TryGetValue(match.Groups[1].Value, out var id) && Chance(0.7) ? $"{id}"
            : Chance(0.3) ? $"{Guid.NewGuid()}"
            : Pick(Hostile.Segments));
        if (Chance(0.03))
            path = Pick([path + "/", path + "//", "/" + path, path.ToUpperInvariant(), path + "/" + Pick(Hostile.Segments), path + ".json"]);

        var query = new List<string>();
        foreach (var name in operation.Query.Where(_ => Chance(0.6)))
            query.Add($"{name}={(Chance(0.3) ? $"{_random.Next(1, 20)}" : known.Count > 0 && Chance(0.2) ? $"{Pick([.. known.Values])}" : Pick(Hostile.Segments))}");
        if (query.Count > 0 && Chance(0.1))
            query.Add(query[0]);
        if (Chance(0.05))
            query.Add(Pick(Hostile.Segments));
        var target = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        // The target is truncated, because another test covers request lines that are too long.
        return target.Length > MaxInOneLine ? target[..MaxInOneLine].TrimEnd('%') : target;
    }

    private byte[]? Body(Operation operation)
    {
        if (operation.TakesFile)
            return Chance(0.1) ? null : Chance(0.1) ? [] : RandomBytes(_random.Next(1, 5_000));
        if (operation.Bodies.Length == 0)
            return Chance(0.1) ? Pick(Hostile.Bodies)() : null;
        if (Chance(0.15))
            return Pick(Hostile.Bodies)();
        var bytes = Encoding.UTF8.GetBytes(Json(Pick(operation.Bodies).AsObject()));
        if (Chance(0.05))
            bytes = Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes));
        for (var spoilt = Chance(0.15) ? _random.Next(1, 4) : 0; spoilt > 0 && bytes.Length > 0; spoilt--)
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return Chance(0.05) ? bytes[.._random.Next(bytes.Length)] : bytes;
    }

    private string Json(JsonObject example)
    {
        var members = new List<string>();
        foreach (var (name, value) in example)
        {
            if (Chance(0.1))
                continue;
            var text = Chance(0.5) ? Good(name, value) : Value();
            members.Add($"{(Chance(0.05) ? name.ToUpperInvariant() : name).ToJson()}:{text}");
            if (Chance(0.05))
                members.Add($"{name.ToJson()}:{Value()}");
        }
        if (Chance(0.2))
            members.Add($"{Pick(["\"x\"", "\"\"", "\"__proto__\"", "\"\\ud83d\"", "\"$type\"", "\"id\""])}:{Value()}");
        return "{" + string.Join(',', members) + "}";
    }

    private string Good(string name, JsonNode? value) =>
        known.TryGetValue(name, out var id) ? $"\"{id}\""
        : name == "url" ? "\"https://hooks.invalid/a\""
        : value?.ToJsonString() ?? "null";

    private string Value()
    {
        if (!Chance(0.15))
            return Pick(Hostile.Json);
        // The text consists of random characters that can be written as UTF-8 or escaped.
        var text = new StringBuilder("\"");
        for (var length = Pick([1, 10, 60, 300, 5_001, 12_000]); length > 0; length--)
        {
            var c = (char)(Chance(0.7) ? _random.Next(32, 127) : _random.Next(0x10000));
            text.Append(c is '"' or '\\' || c < ' ' || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString());
        }
        return text.Append('"').ToString();
    }

    private byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private bool Chance(double share) => _random.NextDouble() < share;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}

internal static class JsonText
{
    public static string ToJson(this string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
