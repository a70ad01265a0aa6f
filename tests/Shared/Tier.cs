namespace VideoChat.TestTiers;

/// <summary>The categories by which <c>tests/run.sh</c> chooses tests.</summary>
internal static class Tier
{
    /// <summary>Tests that take minutes or measure time. Only <c>tests/run.sh --all</c> runs them.</summary>
    public const string Long = "Long";
}
