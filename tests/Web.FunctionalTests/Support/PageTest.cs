using Microsoft.Playwright;
using NUnit.Framework.Interfaces;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Web.FunctionalTests.Support;

/// <summary>
/// A test of the page. Every user has a separate browser context. Console errors, including violations of the
/// Content-Security-Policy, fail the test. Screenshots of a failed test are kept.
/// </summary>
internal abstract class PageTest
{
    private readonly List<(IBrowserContext Context, ChatPage Page)> _open = [];
    private readonly List<string> _errors = [];

    protected static ApiServer Api => SharedBrowser.Api;

    /// <summary>Opens the page as a new visitor.</summary>
    protected async Task<ChatPage> OpenAsync(
        ApiServer? api = null, int width = 1_280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await SharedBrowser.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = (api ?? Api).Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(90_000);
        var page = new ChatPage(await context.NewPageAsync());
        page.Page.PageError += (_, error) => _errors.Add(error);
        page.Page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
                _errors.Add(message.Text);
        };
        _open.Add((context, page));
        await page.Page.GotoAsync("/chat");
        return page;
    }

    /// <summary>Opens the page, chooses the name and enters the room.</summary>
    protected async Task<ChatPage> EnterAsync(
        string name, Guid roomId, int width = 1_280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await OpenAsync(width: width, height: height, scheme: scheme);
        await page.Page.GotoAsync($"/chat#{roomId}");
        await page.ChooseNameAsync(name);
        await page.IsLiveAsync();
        return page;
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
            await KeepScreensAsync();
        foreach (var (context, _) in _open)
            await context.DisposeAsync();
        if (Api.HasExited)
            await Api.StartAsync(); // A test that killed the server failed before it restarted it.
        var errors = _errors.ToArray();
        _open.Clear();
        _errors.Clear();
        Assert.That(errors, Is.Empty, "errors of the page");
    }

    private async Task KeepScreensAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), "videochat-screens");
        Directory.CreateDirectory(folder);
        for (var i = 0; i < _open.Count; i++)
        {
            var file = Path.Combine(folder, $"{TestContext.CurrentContext.Test.MethodName}-{i + 1}.png");
            await _open[i].Page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
            await TestContext.Out.WriteLineAsync("Screen: " + file);
            TestContext.AddTestAttachment(file);
        }
    }
}
