using AutoMapper;
using AutoMapper.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace VideoChat.Application.Common;

internal static class Mapping
{
    /// <summary>
    /// The maximum depth of a mapped graph. It is limited because a self-referencing graph could overflow the stack
    /// (GHSA-rvv3-g6hj-g44x).
    /// </summary>
    internal const int MaxDepth = 4;

    public static IServiceCollection AddMapper(this IServiceCollection services) => services.AddAutoMapper(Configure);

    internal static void Configure(IMapperConfigurationExpression mapper)
    {
        mapper.AddMaps(typeof(Mapping).Assembly);
        mapper.Internal().ForAllMaps((_, map) => map.MaxDepth(MaxDepth));
    }
}
