using FluentValidation;

namespace VideoChat.Application.Common;

internal static class CommonRules
{
    public static IRuleBuilderOptions<T, int> PageLimit<T>(this IRuleBuilder<T, int> rule, int max) =>
        rule.InclusiveBetween(1, max).WithMessage($"must be between 1 and {max}");
}
