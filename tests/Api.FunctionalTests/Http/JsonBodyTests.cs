using System.Net;
using System.Text;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Http;

/// <summary>Bodies as bytes: JSON syntax, encoding, length and depth.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class JsonBodyTests
{
    private const int MaxBytes = 64 * 1_024;

    private static ApiServer Api => SharedServer.Api;

    [TestCase("")]
    [TestCase(" \r\n\t ")]
    [TestCase("{")]
    [TestCase("""{"username":"ada" """)]
    [TestCase("""{"username":"ada"} x""")]
    [TestCase("""{"username":"ada"}{}""")]
    [TestCase("""{"username":"ada",}""")]
    [TestCase("""{'username':'ada'}""")]
    [TestCase("""{username:"ada"}""")]
    [TestCase("""{"username":"ada"} // ada""")]
    [TestCase("""{"username":NaN}""")]
    [TestCase("""{"username":01}""")]
    [TestCase("""{"username":"\x"}""")]
    [TestCase("{\"username\":\"a\nda\"}")]
    [TestCase("username=ada")]
    public async Task Post_WhenTheBodyIsNoJson_IsBadRequest(string body)
    {
        using var response = await Api.PostAsync("/users", body);

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task Post_WhenThereIsNoBody_IsBadRequest()
    {
        using var response = await Api.PostAsync("/users", null);

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task Post_WhenTheChunkedBodyIsEmpty_IsBadRequest()
    {
        using var response = await Api.PostAsync("/users", Json([]), ("Transfer-Encoding", "chunked"));

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Post_WhenTheBodyHasNoType_Is415(bool chunked)
    {
        var content = new ByteArrayContent("""{"username":"ada"}"""u8.ToArray());

        using var response = await Api.PostAsync("/users", content, Transfer(chunked));

        await Expect.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Test]
    public async Task Post_WhenTheBodyStartsWithAByteOrderMark_ReadsIt()
    {
        byte[] body = [.. Encoding.UTF8.Preamble, .. """{"username":"ada"}"""u8];

        using var response = await Api.PostAsync("/users", Json(body));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(0xFF)]
    [TestCase(0xC0)]
    [TestCase(0x80)]
    [TestCase(0xED, 0xA0, 0x80)]
    [TestCase(0xF4, 0x90, 0x80, 0x80)]
    public async Task Post_WhenTheBodyIsNoUtf8_IsBadRequest(params int[] bytes)
    {
        byte[] body = [.. """{"name":"room """u8, .. bytes.Select(b => (byte)b), .. "\"}"u8];

        using var response = await Api.PostAsync("/rooms", Json(body));

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest);
    }

    [TestCase("application/json; charset=utf-8")]
    [TestCase("application/json; charset=UTF-8")]
    [TestCase("application/json;charset=\"utf-8\"")]
    [TestCase("Application/JSON")]
    public async Task Post_WhenTheTypeIsJsonInUtf8_ReadsIt(string contentType)
    {
        using var response = await Api.PostAsync("/users", Json("""{"username":"ada"}"""u8.ToArray(), contentType));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Post_WhenTheBodyIsCompressed_Is415()
    {
        using var content = new StringContent("{\"username\":\"ada\"}", System.Text.Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("gzip");

        using var response = await Api.SendAsync(HttpMethod.Post, "/users", content);

        Assert.That((int)response.StatusCode, Is.EqualTo(415));
    }

    [Test]
    public async Task Post_WhenTheNameOfAMemberIsALoneSurrogate_Is422()
    {
        using var response = await Api.PostAsync("/users", """{"\ud800abcdefgh":1,"username":"ab"}""");

        Assert.That((int)response.StatusCode, Is.EqualTo(422));
    }

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("application/json; charset=utf-16")]
    [TestCase("application/json; charset=latin1")]
    [TestCase("application/json; charset=nonsense")]
    [TestCase("nonsense")]
    [TestCase(null)]
    public async Task Post_WhenTheTypeIsAnother_IsUnsupported(string? contentType)
    {
        using var response = await Api.PostAsync("/users", Json("""{"username":"ada"}"""u8.ToArray(), contentType));

        await Expect.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Test]
    public async Task Post_WhenTheBodyIsUtf16_IsUnsupported()
    {
        using var body = new StringContent("""{"username":"ada"}""", Encoding.Unicode, "application/json");

        using var response = await Api.PostAsync("/users", body);

        await Expect.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Post_WhenTheBodyIsAsLongAsAllowed_ReadsIt(bool chunked)
    {
        using var response = await Api.PostAsync("/users", Json(UserOfBytes(MaxBytes)), Transfer(chunked));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(false, MaxBytes + 1)]
    [TestCase(true, MaxBytes + 1)]
    [TestCase(false, 10_000_000)]
    [TestCase(true, 10_000_000)]
    public async Task Post_WhenTheBodyIsLonger_IsTooLarge(bool chunked, int bytes)
    {
        using var response = await Api.PostAsync("/users", Json(UserOfBytes(bytes)), Transfer(chunked));

        await Expect.ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Post_WhenTheBodyIsTenMegabytesOfBrackets_IsTooLarge(bool chunked)
    {
        var body = new byte[10_000_000];
        Array.Fill(body, (byte)'[');

        using var response = await Api.PostAsync("/users", Json(body), Transfer(chunked));

        await Expect.ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [TestCase("[", 60_000)]
    [TestCase("{\"a\":", 12_000)]
    public async Task Post_WhenTheBodyNestsDeeplyAndDoesNotEnd_IsBadRequest(string level, int count)
    {
        var body = string.Concat(Enumerable.Repeat(level, count));

        using var response = await Api.PostAsync("/users", body);

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task Post_WhenAnUnknownMemberNestsDeeply_IsBadRequest()
    {
        var deep = new string('[', 30_000) + new string(']', 30_000);

        using var response = await Api.PostAsync("/users", $$"""{"username":"ada","x":{{deep}}}""");

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest);
    }

    private static byte[] UserOfBytes(int length)
    {
        const string Start = """{"username":"ada","padding":" """;
        const string End = "\"}";
        return Encoding.ASCII.GetBytes(Start + new string('x', length - Start.Length - End.Length) + End);
    }

    private static ByteArrayContent Json(byte[] body, string? contentType = "application/json")
    {
        var content = new ByteArrayContent(body);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    private static (string Name, string Value)[] Transfer(bool chunked) =>
        chunked ? [("Transfer-Encoding", "chunked")] : [];
}
