using VideoChat.Api.Configuration;
using VideoChat.Infrastructure;

namespace VideoChat.Api.Partners;

internal static class PartnersSetup
{
    public static IServiceCollection AddPartners(this IServiceCollection services)
    {
        services.AddCheckedOptions<PartnersOptions>(PartnersOptions.Section)
            .Configure<IConfiguration>((options, configuration) =>
                options.ApiKeys = configuration.GetList($"{PartnersOptions.Section}:{nameof(PartnersOptions.ApiKeys)}"));
        return services.AddSettingsNotes<PartnersOptions>();
    }
}
