using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Api.ErrorHandling;
using VideoChat.Application.Serialization;

namespace VideoChat.Api.OpenApi.Operations;

/// <summary>Describes the error responses of each operation, with an example of every error.</summary>
internal sealed class RefusalFilter : IOperationFilter
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var refusals = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<RefusesAttribute>()
            .Select(attribute => attribute.Refusal)
            .Concat(CommonRefusals.Of(context.ApiDescription));
        var answers = operation.Responses!.ToDictionary();
        foreach (var status in refusals.GroupBy(refusal => refusal.Status))
            answers[$"{status.Key}"] = Answer(status.Key, [.. status], context);

        operation.Responses!.Clear();
        foreach (var (status, answer) in answers.OrderBy(answer => answer.Key, StringComparer.Ordinal))
            operation.Responses[status] = answer;
    }

    private static OpenApiResponse Answer(int status, IReadOnlyList<Refusal> refusals, OperationFilterContext context)
    {
        var type = status == StatusCodes.Status422UnprocessableEntity ? typeof(ValidationProblem) : typeof(Problem);
        var content = new OpenApiMediaType
        {
            Schema = context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository),
            Examples = new Dictionary<string, IOpenApiExample>(),
        };
        foreach (var (index, refusal) in refusals.Index())
        {
            content.Examples[$"{index + 1}"] = new OpenApiExample
            {
                Summary = refusal.Detail,
                Value = JsonSerializer.SerializeToNode(ProblemOf(refusal), type, VideoChatJson.Options),
            };
        }
        return new OpenApiResponse
        {
            Description = ReasonPhrases.GetReasonPhrase(status),
            Content = new Dictionary<string, IOpenApiMediaType> { [Problem.ContentType] = content },
        };
    }

    private static Problem ProblemOf(Refusal refusal)
    {
        var title = ReasonPhrases.GetReasonPhrase(refusal.Status);
        if (refusal.Status != StatusCodes.Status422UnprocessableEntity)
            return new Problem("about:blank", title, refusal.Status, refusal.Detail, TraceId);

        var (field, error) = (refusal.Detail[..refusal.Detail.IndexOf(' ')], refusal.Detail[(refusal.Detail.IndexOf(' ') + 1)..]);
        return new ValidationProblem(
            "about:blank", title, refusal.Status, refusal.Detail, TraceId, new Dictionary<string, string[]> { [field] = [error] });
    }
}
