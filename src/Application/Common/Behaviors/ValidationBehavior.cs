using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace VideoChat.Application.Common.Behaviors;

/// <summary>Validates every command and query, so HTTP bodies and socket frames obey the same rules.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
{
    public Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        List<ValidationFailure>? failures = null;
        foreach (var validator in validators)
        {
            // Validators do no I/O, so the synchronous method is sufficient.
            var result = validator.Validate(request);
            if (!result.IsValid)
                (failures ??= []).AddRange(result.Errors);
        }
        return failures is null ? next() : throw new ValidationException(failures);
    }
}
