using AutoMapper;
using AutoMapper.Internal;
using VideoChat.Application.Common;

namespace VideoChat.Application.UnitTests.Common;

public sealed class MappingTests
{
    private readonly MapperConfiguration _maps = new(Mapping.Configure);

    [Test]
    public void Configuration_FillsEveryMember() => _maps.AssertConfigurationIsValid();

    [Test]
    public void Maps_AreBoundInDepth()
    {
        var maps = _maps.Internal().GetAllTypeMaps();

        Assert.That(maps, Has.Count.GreaterThanOrEqualTo(7));
        Assert.That(maps.Select(map => map.MaxDepth), Is.All.EqualTo(Mapping.MaxDepth));
    }
}
