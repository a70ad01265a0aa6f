using System.Text.Json;
using FluentValidation;
using FluentValidation.Results;

namespace VideoChat.Api.ErrorHandling;

internal static class ValidationErrors
{
    /// <summary>Groups the errors by field, named as in JSON.</summary>
    public static IReadOnlyDictionary<string, string[]> ByField(ValidationException exception) => exception.Errors
        .GroupBy(failure => JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.PropertyName))
        .ToDictionary(field => field.Key, field => field.Select(failure => failure.ErrorMessage).Distinct().ToArray());

    /// <summary>Joins the errors: "content must be …; client_id must be …".</summary>
    public static string ToSentence(IReadOnlyDictionary<string, string[]> errors) =>
        string.Join("; ", errors.SelectMany(field => field.Value.Select(text => $"{field.Key} {text}")));

    /// <summary>Creates an exception for one field. The error continues the field's name: "must be …".</summary>
    public static ValidationException Of(string field, string error) => new([new ValidationFailure(field, error)]);
}
