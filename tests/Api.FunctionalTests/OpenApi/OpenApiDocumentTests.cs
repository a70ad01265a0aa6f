using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using VideoChat.Api.Controllers;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Events;

namespace VideoChat.Api.FunctionalTests.OpenApi;

[Parallelizable(ParallelScope.All)]
public sealed class OpenApiDocumentTests
{
    private static ApiServer Api => SharedServer.Api;

    [TestCase("/openapi.json", "3.1.1")]
    [TestCase("/openapi-3.0.json", "3.0.4")]
    public async Task Document_Always_IsOfAVersionThatToolsRead(string path, string version)
    {
        var document = await Api.GetJsonAsync(path);

        Assert.That(document.Text("openapi"), Is.EqualTo(version));
        Assert.That(document.GetProperty("info").Text("version"), Is.EqualTo("2.0.0"));
    }

    [Test]
    public async Task Document_Always_IsTheOneInDocs()
    {
        var served = await Api.Http.GetStringAsync(new Uri("/openapi.json", UriKind.Relative));

        Assert.That(
            await File.ReadAllTextAsync(RepositoryFile.Of("docs/openapi.json")), Is.EqualTo(served),
            "Start the server and run: curl -s http://localhost:8000/openapi.json -o docs/openapi.json");
    }

    [Test]
    public async Task Document_Always_NamesEachOperationOnceInCamelCase()
    {
        var document = await Api.GetJsonAsync("/openapi.json");

        var names = Operations(document).Select(operation => operation.Text("operationId")).ToList();
        Assert.That(names, Is.Unique.And.All.Match("^[a-z]+([A-Z][a-z]+)*$"));
    }

    [Test]
    public async Task Document_Always_HasAnExampleOfEachJsonBody()
    {
        var document = await Api.GetJsonAsync("/openapi.json");

        var without =
            from operation in Operations(document)
            from body in Bodies(operation)
            where !body.Value.TryGetProperty("example", out _) && !body.Value.TryGetProperty("examples", out _)
            select $"{operation.Text("operationId")}: {body.Value}";
        Assert.That(without, Is.Empty);
    }

    [Test]
    public async Task Document_Always_HasThePathsOfTheControllers()
    {
        var document = await Api.GetJsonAsync("/openapi.json");

        var documented =
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select $"{operation.Name.ToUpperInvariant()} {path.Name}";
        Assert.That(documented, Is.EquivalentTo(OperationsOfControllers()));
    }

    [Test]
    public async Task Document_Always_SaysWhatEachOperationDoes()
    {
        var document = await Api.GetJsonAsync("/openapi.json");

        Assert.That(Operations(document).Select(operation => operation.Text("summary")), Has.All.Not.Empty);
    }

    [Test]
    public async Task Document_Always_DescribesEveryWebhook()
    {
        var document = await Api.GetJsonAsync("/openapi.json");

        var types = document.GetProperty("webhooks").EnumerateObject().ToList();
        Assert.That(types.Select(type => type.Name), Is.EquivalentTo(EventKind.WebhookTypes.Append(WebhookEvent.TestType)));
        foreach (var type in types)
        {
            var body = type.Value.GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
            Assert.That(body.GetProperty("schema").GetProperty("properties").GetProperty("type").Text("const"), Is.EqualTo(type.Name));
            Assert.That(body.GetProperty("example").Text("type"), Is.EqualTo(type.Name));
            var headers = type.Value.GetProperty("post").GetProperty("parameters").EnumerateArray().ToList();
            Assert.That(headers.Select(header => header.Text("name")), Is.EqualTo(["webhook-id", "webhook-timestamp", "webhook-signature"]));
            Assert.That(headers.Select(header => header.Text("in")), Is.All.EqualTo("header"));
        }
    }

    [Test]
    public async Task Document_Always_SaysWhichOperationsNeedAKey()
    {
        var document = await Api.GetJsonAsync("/openapi.json");

        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("PartnerKey");
        Assert.That((scheme.Text("type"), scheme.Text("scheme")), Is.EqualTo(("http", "bearer")));
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var needsKey = operation.Value.TryGetProperty("security", out var security)
                    && security.EnumerateArray().Single().TryGetProperty("PartnerKey", out _);
                Assert.That(needsKey, Is.EqualTo(path.Name.StartsWith("/webhooks", StringComparison.Ordinal)), $"{operation.Name} {path.Name}");
            }
        }
    }

    [Test]
    public async Task Document_Always_NamesMembersAsTheBodiesDo()
    {
        var document = await Api.GetJsonAsync("/openapi.json");

        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty("PostMessageRequest");
        Assert.That(Names(schema.GetProperty("properties")), Is.EquivalentTo(["user_id", "content", "client_id"]));
    }

    [TestCase("/openapi.json")]
    [TestCase("/openapi-3.0.json")]
    public async Task Document_Always_PrefillsNoIdAndNoIdempotencyKey(string path)
    {
        var document = await Api.GetJsonAsync(path);

        var key = document.GetProperty("components").GetProperty("parameters").GetProperty("IdempotencyKey");
        var ids = Parameters(document).Where(parameter => parameter.Text("in") == "path").ToList();
        Assert.That(ids, Is.Not.Empty);
        foreach (var parameter in ids.Append(key))
        {
            Assert.That(parameter.TryGetProperty("example", out _), Is.False, $"{parameter}");
            Assert.That(parameter.GetProperty("schema").TryGetProperty("example", out _), Is.False, $"{parameter}");
        }
    }

    [Test]
    public async Task Document_Always_TakesTheIdempotencyKeyLast()
    {
        var document = await Api.GetJsonAsync("/openapi.json");

        var lists = Operations(document)
            .Where(operation => operation.TryGetProperty("parameters", out _))
            .Select(operation => operation.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.TryGetProperty("$ref", out _)).ToList())
            .Where(references => references.Contains(true))
            .ToList();
        Assert.That(lists, Is.Not.Empty);
        Assert.That(lists.Select(references => references.IndexOf(true) == references.Count - 1), Is.All.True);
    }

    [Test]
    public async Task Document_Always_BeginsWithWhatANewcomerNeeds()
    {
        var document = await Api.GetJsonAsync("/openapi.json");

        var tags = document.GetProperty("tags").EnumerateArray().Select(tag => tag.Text("name")).ToList();
        Assert.That(tags.Take(3), Is.EqualTo(["Users", "Rooms", "Messages"]));
        Assert.That(tags[^1], Is.EqualTo("Health"));
        Assert.That(Operations(document).SelectMany(operation => operation.GetProperty("tags").EnumerateArray()).Select(tag => tag.GetString()).Distinct(), Is.EquivalentTo(tags));
    }

    [TestCase("listMessages", "The id of a message. The messages after it are listed.")]
    [TestCase("listRoomEvents", "The `seq` of the last event that the client has. The events after it are listed.")]
    public async Task Document_Always_DescribesAfterForItsEndpoint(string operationId, string description)
    {
        var document = await Api.GetJsonAsync("/openapi.json");

        var after = Operations(document).Single(operation => operation.Text("operationId") == operationId)
            .GetProperty("parameters").EnumerateArray().Single(parameter => parameter.TryGetProperty("name", out var name) && name.GetString() == "after");
        Assert.That(after.Text("description"), Does.StartWith(description));
    }

    [TestCase("Problem")]
    [TestCase("ValidationProblem")]
    public async Task Document_Always_HasErrorsThatGeneratorsCanReadAndShow(string schema)
    {
        var document = await Api.GetJsonAsync("/openapi.json");

        var members = document.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties");
        Assert.That(members.GetProperty("type").TryGetProperty("enum", out _), Is.False, "an enum of one URI breaks System.Text.Json in NSwag's clients");
        Assert.That(members.GetProperty("detail").GetProperty("x-ms-primary-error-message").GetBoolean(), Is.True);
    }

    [Test]
    public async Task DocumentForClasses_Always_DescribesTheSameApi()
    {
        var document = await Api.GetJsonAsync("/openapi.json");
        var classes = await Api.GetJsonAsync("/openapi-3.0.json");

        var schemas = classes.GetProperty("components").GetProperty("schemas");
        var frames = document.GetProperty("components").GetProperty("schemas").GetProperty("RoomEventFrame").GetProperty("oneOf").EnumerateArray()
            .Select(frame => frame.Text("$ref")!.Split('/')[^1]).ToList();
        Assert.That(Operations(classes).Select(operation => operation.Text("operationId")),
            Is.EqualTo(Operations(document).Select(operation => operation.Text("operationId"))));
        Assert.That(frames, Is.Not.Empty);
        foreach (var frame in frames)
        {
            var parts = schemas.GetProperty(frame).GetProperty("allOf").EnumerateArray().ToList();
            Assert.That(parts[0].Text("$ref"), Is.EqualTo("#/components/schemas/RoomEventFrame"), frame);
        }
        Assert.That(
            schemas.GetProperty("RoomEventFrame").GetProperty("discriminator").GetProperty("mapping").EnumerateObject().Select(type => type.Value.GetString()!.Split('/')[^1]),
            Is.EqualTo(frames));
    }

    private static IEnumerable<JsonElement> Parameters(JsonElement document) =>
        from operation in Operations(document)
        where operation.TryGetProperty("parameters", out _)
        from parameter in operation.GetProperty("parameters").EnumerateArray()
        where parameter.TryGetProperty("name", out _)
        select parameter;

    private static IEnumerable<string> OperationsOfControllers() =>
        from controller in typeof(UsersController).Assembly.GetTypes()
        where controller.IsSubclassOf(typeof(ControllerBase))
        from action in controller.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where action.GetCustomAttribute<ApiExplorerSettingsAttribute>() is not { IgnoreApi: true }
        from http in action.GetCustomAttributes<HttpMethodAttribute>()
        from method in http.HttpMethods
        where method != "HEAD" // like GET, without the body; said once, in the description
        select $"{method} /{PathOf(controller, http)}";

    private static string PathOf(Type controller, HttpMethodAttribute http)
    {
        var parts = new[] { controller.GetCustomAttribute<RouteAttribute>()?.Template.Trim('/'), http.Template?.Trim('/') };
        return string.Join('/', parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static IEnumerable<JsonElement> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select operation.Value;

    private static IEnumerable<JsonProperty> Bodies(JsonElement operation)
    {
        var parts = operation.GetProperty("responses").EnumerateObject().Select(response => response.Value);
        if (operation.TryGetProperty("requestBody", out var request))
            parts = parts.Append(request);
        return parts
            .SelectMany(part => part.GetProperty("content").EnumerateObject())
            .Where(body => body.Name.EndsWith("json", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(JsonElement element) =>
        element.EnumerateObject().Select(member => member.Name);
}
