using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace VideoChat.Infrastructure;

public static class CheckedOptions
{
    /// <summary>Binds options to a section and validates them at startup. Each error names the full configuration key.</summary>
    public static OptionsBuilder<TOptions> AddCheckedOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddSingleton<IValidateOptions<TOptions>>(new Validator<TOptions>(section));
        services.AddSingleton(new CheckedSection(section, typeof(TOptions)));
        return services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
    }

    public static IReadOnlyList<string> ListUnknownSettings(this IServiceProvider services) =>
        [.. new UnknownSettings(services.GetRequiredService<IConfiguration>(), services.GetServices<CheckedSection>()).List()];

    private sealed class Validator<TOptions>(string section) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var results = new List<ValidationResult>();
            if (System.ComponentModel.DataAnnotations.Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true))
                return ValidateOptionsResult.Success;
            var prefix = section.Length == 0 ? "" : section + ':';
            return ValidateOptionsResult.Fail(results.Select(
                result => $"{prefix}{string.Join(", ", result.MemberNames)}: {result.ErrorMessage}"));
        }
    }
}
