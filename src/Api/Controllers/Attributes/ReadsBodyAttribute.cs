namespace VideoChat.Api.Controllers.Attributes;

/// <summary>Declares the types of a body that the action reads directly.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsBodyAttribute(params Type[] types) : Attribute
{
    public IReadOnlyList<Type> Types { get; } = types;
}
