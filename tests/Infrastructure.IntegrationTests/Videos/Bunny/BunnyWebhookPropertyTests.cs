using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Videos.Bunny;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Bunny;

[Parallelizable(ParallelScope.All)]
public sealed class BunnyWebhookPropertyTests
{
    private const string Key = "a key";
    private const string VideoId = "657bb740-a71b-4529-a012-528021c31a92";

    /// <summary>Parts of webhooks, valid and broken, so that random combinations are often almost valid.</summary>
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ",", ":", ":", "\"", "\\", "null", "true", "3", "-1", "1e9", "1e999", "3.0", "99999999999999999999", " ", "\n", "//", "\uFEFF", "\0",
        "\"VideoGuid\"", "\"videoguid\"", "\"Status\"", "\"EventType\"", "\"IsLiveStreamWebhook\"", "\"VideoLibraryId\"", "\"\\ud83d\"", "\"\\u0056ideoGuid\"",
        $"\"{VideoId}\"", "\"VideoFileEncoded\"", "\"none\"", $"\"VideoGuid\":\"{VideoId}\"", "\"Status\":3", "\"EventType\":\"VideoFileEncoded\"",
    ];

    private static readonly string[] Good =
    [
        $$"""{"IsLiveStreamWebhook":false,"VideoLibraryId":133,"VideoGuid":"{{VideoId}}","Status":3}""",
        $$"""{"x":{"a":[1,null,"é"]},"EventType":"VideoFileEncoded","VideoGuid":"{{VideoId}}"}""",
    ];

    [FsCheck.NUnit.Property(MaxTest = 5_000, QuietOnSuccess = true)]
    public bool Read_WhenTheBytesAreArbitrary_ReadsOrRefuses(byte[] bytes) => ReadsOrRefuses(bytes);

    [FsCheck.NUnit.Property(MaxTest = 20_000, QuietOnSuccess = true)]
    public Property Read_WhenThePiecesAreArbitrary_ReadsOrRefuses() => Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(),
        text => ReadsOrRefuses(Encoding.UTF8.GetBytes(text)));

    [FsCheck.NUnit.Property(MaxTest = 20_000, QuietOnSuccess = true)]
    public bool Read_WhenAGoodWebhookIsChanged_ReadsOrRefuses(bool isEvent, (ushort At, byte Value, bool Insert)[] changes)
    {
        var body = Encoding.UTF8.GetBytes(Good[isEvent ? 1 : 0]).ToList();
        foreach (var (at, value, insert) in changes)
        {
            var index = at % body.Count;
            if (insert)
                body.Insert(index, value);
            else
                body[index] = value;
        }

        return ReadsOrRefuses([.. body]);
    }

    [FsCheck.NUnit.Property(MaxTest = 2_000, QuietOnSuccess = true)]
    public bool Read_WhenAGoodWebhookIsCutOff_RefusesIt(bool isEvent, ushort length)
    {
        var body = Encoding.UTF8.GetBytes(Good[isEvent ? 1 : 0]);

        return Refuses(body[..(length % body.Length)]);
    }

    [FsCheck.NUnit.Property(MaxTest = 2_000, QuietOnSuccess = true)]
    public bool Read_WithAnyStatus_FindsItsVideoOrIgnoresIt(Guid video, long status)
    {
        var news = Reader().Read(Body(video, status), Unsigned);

        return status is >= 0 and <= 8 ? news is null || news.VideoId == video : news is null;
    }

    [FsCheck.NUnit.Property(MaxTest = 2_000, QuietOnSuccess = true)]
    public bool Read_WhenASignedBodyIsChangedAnywhere_IsForged(Guid video, byte status, ushort at, byte change)
    {
        var body = Body(video, status);
        var signature = Sign(body);
        body[at % body.Length] ^= change;

        return IsForged(body, signature) == (change != 0);
    }

    [FsCheck.NUnit.Property(MaxTest = 5_000, QuietOnSuccess = true)]
    public bool Read_WhenTheSignatureIsArbitrary_IsForged(string? version, string? algorithm, string? value, bool isNearly)
    {
        var body = Body(new Guid(VideoId), 3);

        return IsForged(body, isNearly ? new WebhookSignature("v1", "hmac-sha256", value) : new WebhookSignature(version, algorithm, value));
    }

    private static readonly WebhookSignature Unsigned = new(null, null, null);

    private static bool ReadsOrRefuses(byte[] body)
    {
        try
        {
            _ = Reader().Read(body, Unsigned);
            return true;
        }
        catch (WebhookException refusal)
        {
            return !refusal.IsForged;
        }
    }

    private static bool Refuses(byte[] body)
    {
        try
        {
            _ = Reader().Read(body, Unsigned);
            return false;
        }
        catch (WebhookException refusal)
        {
            return !refusal.IsForged;
        }
    }

    private static bool IsForged(byte[] body, WebhookSignature signature)
    {
        try
        {
            _ = Reader(Key).Read(body, signature);
            return false;
        }
        catch (WebhookException refusal)
        {
            return refusal.IsForged;
        }
    }

    private static byte[] Body(Guid video, long status) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $$"""{"VideoLibraryId":133,"VideoGuid":"{{video}}","Status":{{status}}}"""));

    private static WebhookSignature Sign(byte[] body) =>
        new("v1", "hmac-sha256", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), body)));

    private static BunnyWebhookReader Reader(string? key = null) =>
        new(Options.Create(new BunnyOptions { ReadOnlyApiKey = key }), NullLogger<BunnyWebhookReader>.Instance);
}
