using AutoMapper;
using AutoMapper.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace VideoChat.Application.Common;

/// <summary>Maps entities to DTOs by the profiles next to the DTOs.</summary>
internal static class Mapping
{
    /// <summary>Keeps a self-referencing graph from overflowing the stack (GHSA-rvv3-g6hj-g44x). The mapped graphs are flat.</summary>
    internal const int MaxDepth = 4;

    public static IServiceCollection AddMapper(this IServiceCollection services) => services.AddAutoMapper(Configure);

    internal static void Configure(IMapperConfigurationExpression mapper)
    {
        mapper.AddMaps(typeof(Mapping).Assembly);
        mapper.Internal().ForAllMaps((_, map) => map.MaxDepth(MaxDepth));
    }
}
