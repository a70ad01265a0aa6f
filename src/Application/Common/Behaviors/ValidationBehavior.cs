using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace VideoChat.Application.Common.Behaviors;

/// <summary>The one gate for shape: an HTTP body and a socket frame pass the same validators.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
{
    public Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        List<ValidationFailure>? failures = null;
        foreach (var validator in validators)
        {
            // Validators ask no database, so the synchronous call is the whole work.
            var result = validator.Validate(request);
            if (!result.IsValid)
                (failures ??= []).AddRange(result.Errors);
        }
        return failures is null ? next() : throw new ValidationException(failures);
    }
}
