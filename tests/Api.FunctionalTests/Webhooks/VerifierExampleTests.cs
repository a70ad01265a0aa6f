using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

/// <summary>The code examples of <c>docs/webhooks.md</c> work as the page says.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class VerifierExampleTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Body = """{"test": 2432232314}""";
    private const string LoneSurrogate = "\ud800";
    private const int Then = 1614265330, Ever = int.MaxValue, Usual = 300;

    private static readonly (Attempt Attempt, bool IsOurs)[] Cases =
    [
        (new(Secret, Id, $"{Then}", Signature, Body, Ever), true),
        (new(Secret, Id, $"{Then}", "v1,AAAA " + Signature, Body, Ever), true),
        (new(Secret, Id, $"{Then}", Signature, Body, Usual), false),
        (new(Secret, Id, $"{Then}", Signature, Body + " ", Ever), false),
        (new(Secret, Id, $"{Then + 1}", Signature, Body, Ever), false),
        (new(Secret, Id + "x", $"{Then}", Signature, Body, Ever), false),
        (new(Secret, Id, $"{Then}", Signature.Replace("v1,", "v2,", StringComparison.Ordinal), Body, Ever), false),
        (new("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", Id, $"{Then}", Signature, Body, Ever), false),
        // These cases are arbitrary input of attackers.
        (new(Secret, null, $"{Then}", Signature, Body, Ever), false),
        (new(Secret, Id, null, Signature, Body, Ever), false),
        (new(Secret, Id, $"{Then}", null, Body, Ever), false),
        (new(Secret, null, null, null, Body, Ever), false),
        (new(Secret, Id, "", Signature, Body, Ever), false),
        (new(Secret, Id, "abc", Signature, Body, Ever), false),
        (new(Secret, Id, "1e9", Signature, Body, Ever), false),
        (new(Secret, Id, $"-{Then}", Signature, Body, Ever), false),
        (new(Secret, Id, $"{long.MinValue}", Signature, Body, Ever), false),
        (new(Secret, Id, $"{long.MaxValue}", Signature, Body, Ever), false),
        (new(Secret, Id, new string('9', 400), Signature, Body, Ever), false),
        (new(Secret, Id, new string('9', 5_000), Signature, Body, Ever), false),
        (new(Secret, LoneSurrogate, $"{Then}", LoneSurrogate, Body, Ever), false),
        (new(Secret, Id, LoneSurrogate, "é", Body, Ever), false),
        (new(Secret, Id, $"{Then}", "", Body, Ever), false),
    ];

    [TestCase("WebhookVerifier.cs")]
    [TestCase("verify-webhook.mjs")]
    [TestCase("receiver.py")]
    [TestCase("verify_webhook.py")]
    public void Page_Always_QuotesTheExample(string example) =>
        Assert.That(Read("docs/webhooks.md"), Does.Contain(Read($"docs/examples/{example}")));

    [Test]
    public void CSharp_WhenAWebhookArrives_DistinguishesGenuineFromForged()
    {
        var results = Cases.Select(c => WebhookVerifier.Verify(
            c.Attempt.Secret, c.Attempt.Id, c.Attempt.Timestamp, c.Attempt.Signature, Encoding.UTF8.GetBytes(c.Attempt.Body), c.Attempt.Tolerance));

        Assert.That(results, Is.EqualTo(Cases.Select(c => c.IsOurs)));
    }

    [Test]
    public async Task JavaScript_WhenAWebhookArrives_DistinguishesGenuineFromForged()
    {
        var script = Read("docs/examples/verify-webhook.mjs") + """
            const cases = JSON.parse(process.argv[2]);
            console.log(JSON.stringify(cases.map(c => verifyWebhook(c.Secret,
              given({ 'webhook-id': c.Id, 'webhook-timestamp': c.Timestamp, 'webhook-signature': c.Signature }), Buffer.from(c.Body), c.Tolerance))));
            function given(headers) { return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== null)); }
            """;

        Assert.That(await RunAsync("node", "verify.mjs", script), Is.EqualTo(Cases.Select(c => c.IsOurs)));
    }

    [Test]
    public async Task JavaScript_WithTheHandlerOfThePage_IsTypedStrictly()
    {
        var packages = RepositoryFile.Of("src/Client/node_modules");
        if (!Directory.Exists(packages))
            Assert.Ignore("npm ci has not been run in src/Client.");
        var handler = JavaScriptHandler().Match(Read("docs/webhooks.md")).Value;
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "verify-webhook.mjs"), Read("docs/examples/verify-webhook.mjs"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "handler.mjs"), $$"""
            import { createServer } from 'node:http';
            import { verifyWebhook } from './verify-webhook.mjs';
            const secret = 'whsec_', queue = [''];
            {{handler}}
            """);

        using var compiler = Process.Start(new ProcessStartInfo("node",
        [
            Path.Combine(packages, "typescript", "bin", "tsc"), "--strict", "--noEmit", "--allowJs", "--checkJs", "--module", "nodenext", "--target", "es2022",
            "--types", "node", "--typeRoots", Path.Combine(packages, "@types"), Path.Combine(folder.Path, "handler.mjs"),
        ])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await compiler.StandardOutput.ReadToEndAsync();
        await compiler.WaitForExitAsync();

        Assert.That(handler, Does.Contain("request.headers"));
        Assert.That(compiler.ExitCode, Is.Zero, output);
    }

    [Test]
    public async Task Python_WhenAWebhookArrives_DistinguishesGenuineFromForged()
    {
        var script = Read("docs/examples/verify_webhook.py") + """

            import json, sys
            print(json.dumps([verify_webhook(c["Secret"],
                {f"webhook-{name.lower()}": c[name] for name in ("Id", "Timestamp", "Signature") if c[name] is not None},
                c["Body"].encode(), c["Tolerance"]) for c in json.loads(sys.argv[1])]))
            """;

        Assert.That(await RunAsync("python3", "verify.py", script), Is.EqualTo(Cases.Select(c => c.IsOurs)));
    }

    private static async Task<bool[]?> RunAsync(string program, string file, string script)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, file);
        await File.WriteAllTextAsync(path, script);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, [path, CasesAsJson()])
            {
                RedirectStandardOutput = true,
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            Assert.Ignore($"{program} is not installed.");
        }
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return JsonSerializer.Deserialize<bool[]>(output);
    }

    // Invalid text is inserted after serialization, because the serializer would replace it.
    private static string CasesAsJson() => JsonSerializer
        .Serialize(Cases.Select(c => c.Attempt with { Id = Mark(c.Attempt.Id), Timestamp = Mark(c.Attempt.Timestamp), Signature = Mark(c.Attempt.Signature) }))
        .Replace("LONE-SURROGATE", "\\ud800", StringComparison.Ordinal);

    private static string? Mark(string? text) => text == LoneSurrogate ? "LONE-SURROGATE" : text;

    private static string Read(string path) => File.ReadAllText(RepositoryFile.Of(path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^createServer\(.*?^\}\).*?$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex JavaScriptHandler();

    private sealed record Attempt(string Secret, string? Id, string? Timestamp, string? Signature, string Body, int Tolerance);
}
