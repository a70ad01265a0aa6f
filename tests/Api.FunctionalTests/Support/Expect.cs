using System.Net;
using System.Text.Json;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>Asserts the form of every error (RFC 9457).</summary>
internal static class Expect
{
    public static async Task<JsonElement> ProblemAsync(
        HttpResponseMessage response, HttpStatusCode status, string? detail = null)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(status), text);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), text);

        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Multiple(() =>
        {
            Assert.That(problem.GetProperty("type").GetString(), Is.Not.Empty);
            Assert.That(problem.GetProperty("title").GetString(), Is.Not.Empty);
            Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo((int)status));
            Assert.That(problem.GetProperty("detail").GetString(), detail is null ? Is.Not.Empty : Is.EqualTo(detail));
            Assert.That(problem.GetProperty("trace_id").GetString(), Is.Not.Empty);
        });
        return problem;
    }

    /// <summary>Asserts a 422 that names exactly these fields, in <c>errors</c> and in <c>detail</c>.</summary>
    public static async Task ValidationErrorsAsync(HttpResponseMessage response, params string[] fields)
    {
        var problem = await ProblemAsync(response, HttpStatusCode.UnprocessableEntity);
        var errors = problem.GetProperty("errors").EnumerateObject().ToList();
        Assert.Multiple(() =>
        {
            Assert.That(errors.Select(error => error.Name), Is.EquivalentTo(fields));
            Assert.That(errors.Select(error => error.Value.GetArrayLength()), Has.All.GreaterThan(0));
            foreach (var field in fields)
                Assert.That(problem.GetProperty("detail").GetString(), Does.Contain(field));
        });
    }
}
