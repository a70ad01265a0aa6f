using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using VideoChat.Api.Controllers;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Api.FunctionalTests.OpenApi;

[Parallelizable(ParallelScope.All)]
public sealed class OpenApiDocumentTests
{
    private static ApiServer Api => SharedServer.Api;

    [Test]
    public async Task Document_Always_IsOpenApi3()
    {
        var document = await Api.GetJsonAsync("/openapi.json");

        Assert.That(document.Text("openapi"), Does.StartWith("3."));
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
        Assert.That(types.Select(type => type.Name), Is.EquivalentTo(WebhookEventTypes.All.Append(WebhookEventTypes.Test)));
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
