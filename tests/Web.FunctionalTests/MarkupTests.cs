using Microsoft.Playwright;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoChat.Web.FunctionalTests;

/// <summary>The markup of messages: what is shown, what can be copied, and what hostile text costs.</summary>
internal sealed class MarkupTests : PageTest
{
    private static readonly string[] Clipboard = ["clipboard-read", "clipboard-write"];

    private static readonly (string Text, string Shown)[] Cases =
    [
        ("a **b** *c* _d_ ~~e~~ `f`", "a strong(b) em(c) em(d) del(e) code(f)"),
        ("***a*** **b *c*** *d **e***", "strong(em(a)) strong(b em(c)) em(d strong(e))"),
        ("(*a*), “**b**”. 中文**粗体**中文", "(em(a)), “strong(b)”. 中文strong(粗体)中文"),
        ("**see https://a.example/** `https://b.example`", "strong(see a(https://a.example/)) code(https://b.example)"),
        ("``a`b`` `*c*` `d", "code(a`b) code(*c*) `d"),
        ("snake_case_name 2*3*4 a * b * c src/**/*.js test/**/*.js *.cs,*.md", "snake_case_name 2*3*4 a * b * c src/**/*.js test/**/*.js *.cs,*.md"),
        (@"^_^ *_* ¯\_(ツ)_/¯ __init__ **** ** **", @"^_^ *_* ¯\_(ツ)_/¯ __init__ **** ** **"),
        ("**a\nb** *c", "**a\nb** *c"),
        ("<b>a</b> &amp; <script>alert(1)</script>", "<b>a</b> &amp; <script>alert(1)</script>"),
        ("> a **b**\n> c\n>\nd\n>e", "blockquote(a strong(b)\nc\n\n)d\n>e"),
        ("- a\n* `b`\n  - c\nd\n-e", "ul(li(a\n)li(code(b)\n)li(c\n))d\n-e"),
        ("3. a\n4. b\n2026.", "ol(li(a\n)li(b\n))2026."),
        ("a\n```js\nlet **b**;\n\n> c\n```\nd", "a\ndiv(pre(span(js\n)code(let **b**;\n\n> c\n)))d"),
        ("```a b\nc```", "div(pre(span()code(a b\nc)))"),
        ("```\na\n``\n````\nb", "div(pre(span()code(a\n``\n)))b"),
        ("```\nnot closed", "div(pre(span()code(not closed)))"),
        ("``` a ``` b", "code( a ) b"),
        ("```", "```"),
    ];

    // Describes an element without its marks: the texts in it, and its children as name(content).
    private const string Describe =
        """
        element => {
          const describe = node => [...node.childNodes].map(child =>
            child.nodeType === Node.TEXT_NODE ? child.data
              : child.matches('.mark, button') ? '' : `${child.localName}(${describe(child)})`).join('');
          return describe(element);
        }
        """;

    [Test]
    public async Task Message_WhenItHasMarkup_ShowsItAndCanBeCopiedAsWritten()
    {
        var (room, eve) = (await Api.CreateRoomAsync(), await Api.CreateUserAsync("eve"));
        foreach (var (text, _) in Cases)
            await Api.PostMessageAsync(room, eve, text);

        var ada = await EnterAsync("ada", room);

        Assert.That(await ada.TextsAsync(), Is.EqualTo(Cases.Select(c => c.Text)));
        Assert.Multiple(async () =>
        {
            for (var i = 0; i < Cases.Length; i++)
            {
                var text = ada.Messages.Nth(i).Locator(".text");
                Assert.That(await text.EvaluateAsync<string>(Describe), Is.EqualTo(Cases[i].Shown));
                Assert.That(await CopyAsync(text), Is.EqualTo(Cases[i].Text));
            }
        });
        Assert.That(await ada.Page.Locator(".text ol li").EvaluateAllAsync<int[]>("items => items.map(item => item.value)"), Is.EqualTo(new[] { 3, 4 }));
    }

    [TestCase("🎉", true)]
    [TestCase("👩‍👩‍👧 ❤️ 🇺🇦", true)]
    [TestCase("🎉🎉🎉🎉🎉🎉", true)]
    [TestCase("🎉🎉🎉🎉🎉🎉🎉", false)]
    [TestCase("🎉 yes", false)]
    [TestCase("42", false)]
    public async Task Message_WhenItIsAFewEmoji_IsShownLarge(string text, bool isLarge)
    {
        var room = await Api.CreateRoomAsync();
        await Api.PostMessageAsync(room, await Api.CreateUserAsync("eve"), text);

        var ada = await EnterAsync("ada", room);

        await Expect(ada.Messages.Locator(".text")).ToHaveCSSAsync("font-size", isLarge ? "32px" : "16px");
    }

    [TestCase(ColorScheme.Light, 1_280)]
    [TestCase(ColorScheme.Dark, 390)]
    public async Task Markup_InBothSchemesAndOnAPhone_IsAccessibleAndFits(ColorScheme scheme, int width)
    {
        var (room, eve) = (await Api.CreateRoomAsync(), await Api.CreateUserAsync("eve"));
        var wide = new string('W', 200);
        foreach (var (text, _) in Cases)
            await Api.PostMessageAsync(room, eve, text);
        foreach (var text in new[] { $"`{wide}` **{wide}**", $"```\n{wide}\n```", $"> {wide}", $"- {wide}\n123456789. {wide}", "🎉🎉🎉🎉🎉🎉" })
            await Api.PostMessageAsync(room, eve, text);

        var ada = await EnterAsync("ada", room, width, 800, scheme);

        await ada.Page.IsAccessibleAsync("markup");
        Assert.That(await ada.Page.EvaluateAsync<bool>("() => { const log = document.querySelector('#log'); return log.scrollWidth > log.clientWidth; }"), Is.False);
    }

    [Test]
    public async Task CopyCode_WhenItIsClicked_CopiesTheCodeAndSaysSo()
    {
        var room = await Api.CreateRoomAsync();
        await Api.PostMessageAsync(room, await Api.CreateUserAsync("eve"), "see\n```js\nlet a;\n  let b;\n```");
        var ada = await EnterAsync("ada", room);
        await ada.Page.Context.GrantPermissionsAsync(Clipboard);

        await ada.Log.GetByRole(AriaRole.Button, new() { Name = "Copy code" }).ClickAsync();

        await Expect(ada.Log.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.That(await ada.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"), Is.EqualTo("let a;\n  let b;"));
        await Expect(ada.Log.GetByRole(AriaRole.Button, new() { Name = "Copy code" })).ToBeVisibleAsync();
    }

    /// <summary>Compares many short texts with one of the same length in all: only superlinear time makes a difference.</summary>
    [Test]
    public async Task Markup_WhenTheTextIsHostile_TakesLinearTime()
    {
        var page = (await OpenAsync()).Page;

        var slow = await page.EvaluateAsync<string[]>(
            """
            async () => {
              const { blocks } = await import('/chat/room/text/blocks.js');
              const { inline } = await import('/chat/room/text/inline.js');
              const { messageText } = await import('/chat/room/text.js');
              const parse = text => {
                messageText(text.slice(0, 200)); // The rendering is linear in the tokens.
                for (const block of blocks(text))
                  for (const line of block.lines ?? block.items ?? []) inline(line.line ?? line);
              };
              const ascending = length => {
                let text = '';
                for (let count = 1; text.length < length; count++) text += `${'`'.repeat(count)} `;
                return text.slice(0, length);
              };
              const patterns = ['*', '_', '~', '`', '[', ']', '(', ')', '>', '-', ' ', '\n', '> ', '>\n', '- ', '1. ', '* ', '*a ', ' a*', '**a ', '*a*', '**a*',
                '*_ ', '_* ', '*_', '***a', '~~a ', '` ', '`a', '```\n', '````a', '```a ', 'a```', '*`', 'https://', 'https://a ', 'https://a.b/(', 'https://a.b/*',
                '<', '🎉', '🎉 ', '\u200d', 'a', '0', '1.', '\r', '\ud83d', 'مرحبا*'];
              const texts = [...patterns.map(pattern => [JSON.stringify(pattern), length => pattern.repeat(length / pattern.length + 1).slice(0, length)]),
                ['a fence and "```\\n"', length => `\`\`\`\`\n${'```\n'.repeat(length / 4)}`], ['ascending runs', ascending]];
              const [many, short] = [64, 160];
              const fastest = work => Math.min(...Array.from({ length: 4 }, () => {
                const start = performance.now();
                work();
                return performance.now() - start;
              }));
              const slow = [];
              for (const [name, make] of texts) {
                const [one, long] = [make(short), make(short * many)];
                const inParts = fastest(() => { for (let i = 0; i < many; i++) parse(one); });
                const factor = fastest(() => parse(long)) / (inParts + 1);
                if (!(factor < 8)) slow.push(`${name}: ${factor} times`);
              }
              return slow;
            }
            """);

        Assert.That(slow, Is.Empty);
    }

    private static Task<string> CopyAsync(ILocator element) => element.EvaluateAsync<string>(
        "element => { getSelection().selectAllChildren(element); return getSelection().toString(); }");
}
