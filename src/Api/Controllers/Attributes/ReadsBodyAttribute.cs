namespace VideoChat.Api.Controllers.Attributes;

/// <summary>The action reads the body itself; the body has one of these types.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsBodyAttribute(params Type[] types) : Attribute
{
    public IReadOnlyList<Type> Types { get; } = types;
}
