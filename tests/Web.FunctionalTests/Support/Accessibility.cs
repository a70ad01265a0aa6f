using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace VideoChat.Web.FunctionalTests.Support;

internal static class Accessibility
{
    /// <summary>Asserts that no rule of axe-core is violated. A failure names the rules and their elements.</summary>
    public static async Task IsAccessibleAsync(this IPage page, string view)
    {
        var result = await page.RunAxe();
        var violations = result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Select(node => node.Html))}");
        Assert.That(violations, Is.Empty, view);
        Assert.That(result.Passes, Is.Not.Empty, view);
    }
}
