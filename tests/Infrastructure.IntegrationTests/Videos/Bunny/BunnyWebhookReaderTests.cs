using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Videos.Bunny;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Bunny;

public sealed class BunnyWebhookReaderTests
{
    private const string VideoId = "657bb740-a71b-4529-a012-528021c31a92";
    private const string Body = "{\"VideoLibraryId\":133,\"VideoGuid\":\"" + VideoId + "\",\"Status\":3}";
    private const string Signature = "a1261427db4cace25fb29e79a850dc5c47a4c14d5fb815a27eec5fa1051a4278";
    private const string LongBody =
        "{\"IsLiveStreamWebhook\":false,\"VideoLibraryId\":133,\"VideoGuid\":\"" + VideoId + "\",\"Status\":3}";
    private const string LongSignature = "d8a7b5cdde4640175a35c4f20cdce011839b02159848ab64975fc5ece030fb0d";

    [TestCase(Body, Signature)]
    [TestCase(LongBody, LongSignature)]
    public void Read_WithAValidSignature_ReturnsTheStatus(string body, string signature)
    {
        var news = Read(body, new WebhookSignature("v1", "hmac-sha256", signature), "test-read-only-key");

        Assert.That(news, Is.EqualTo(new VideoStatusReport(new Guid(VideoId), ProviderVideoStatus.Ready)));
    }

    [TestCase(Body + " ", "v1", "hmac-sha256", Signature)]
    [TestCase(LongBody, "v1", "hmac-sha256", Signature)]
    [TestCase(Body, "v2", "hmac-sha256", Signature)]
    [TestCase(Body, "v1", "hmac-sha1", Signature)]
    [TestCase(Body, null, null, Signature)]
    [TestCase(Body, "v1", "hmac-sha256", null)]
    [TestCase(Body, "v1", "hmac-sha256", "")]
    [TestCase(Body, "v1", "hmac-sha256", "a126")]
    [TestCase(Body, "v1", "hmac-sha256", "zz261427db4cace25fb29e79a850dc5c47a4c14d5fb815a27eec5fa1051a4278")]
    [TestCase("no json", "v1", "hmac-sha256", Signature)]
    public void Read_WithoutAValidSignature_IsForged(string body, string? version, string? algorithm, string? signature)
    {
        var refusal = Assert.Throws<WebhookException>(
            () => Read(body, new WebhookSignature(version, algorithm, signature), "test-read-only-key"));

        Assert.That(refusal!.IsForged);
    }

    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"Status\":0}", ProviderVideoStatus.Processing)]
    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"Status\":2}", ProviderVideoStatus.Processing)]
    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"Status\":4}", ProviderVideoStatus.Processing)]
    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"Status\":5}", ProviderVideoStatus.Failed)]
    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"Status\":6}", ProviderVideoStatus.Empty)]
    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"Status\":8}", ProviderVideoStatus.Empty)]
    [TestCase("{\"EventType\":\"VideoFileCreated\",\"VideoGuid\":\"" + VideoId + "\"}", ProviderVideoStatus.Processing)]
    [TestCase("{\"eventType\":\"VideoFileEncoded\",\"videoGuid\":\"" + VideoId + "\"}", ProviderVideoStatus.Ready)]
    [TestCase("{\"EventType\":\"VideoFileEncoded\",\"VideoGuid\":\"" + VideoId + "\"}", ProviderVideoStatus.Ready)]
    public void Read_InEitherForm_ReturnsTheStatus(string body, ProviderVideoStatus status)
    {
        Assert.That(Read(body), Is.EqualTo(new VideoStatusReport(new Guid(VideoId), status)));
    }

    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"Status\":14}")]
    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"Status\":9}")]
    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"Status\":-1}")]
    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"Status\":4294967299}")]
    [TestCase("{\"IsLiveStreamWebhook\":true,\"VideoGuid\":\"" + VideoId + "\",\"Status\":3}")]
    [TestCase("{\"EventType\":\"SomethingElse\",\"VideoGuid\":\"" + VideoId + "\"}")]
    [TestCase("{\"VideoGuid\":\"none\",\"Status\":3}")]
    public void Read_WhenTheWebhookIsIrrelevant_IgnoresIt(string body)
    {
        Assert.That(Read(body), Is.Null);
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("3")]
    [TestCase("{}")]
    [TestCase("{\"Status\":3}")]
    [TestCase("{\"VideoGuid\":7,\"Status\":3}")]
    [TestCase("{\"VideoGuid\":\"\\ud800\",\"Status\":3}")]
    [TestCase("{\"VideoGuid\":\"" + VideoId + "\"}")]
    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"Status\":\"3\"}")]
    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"Status\":3.5}")]
    [TestCase("{\"VideoGuid\":\"" + VideoId + "\",\"EventType\":3}")]
    public void Read_WhatIsNoWebhook_IsRefused(string body)
    {
        var refusal = Assert.Throws<WebhookException>(() => Read(body));

        Assert.That(refusal!.IsForged, Is.False);
    }

    private static VideoStatusReport? Read(string body, WebhookSignature? signature = null, string? key = null) =>
        new BunnyWebhookReader(
            Options.Create(new BunnyOptions { ReadOnlyApiKey = key }), NullLogger<BunnyWebhookReader>.Instance)
            .Read(Encoding.UTF8.GetBytes(body), signature ?? new WebhookSignature(null, null, null));
}
