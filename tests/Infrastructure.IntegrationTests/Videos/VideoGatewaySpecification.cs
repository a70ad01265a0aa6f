using Microsoft.AspNetCore.Http;
using VideoChat.Application.Videos;

namespace VideoChat.Infrastructure.IntegrationTests.Videos;

/// <summary>Tests the behavior of every video gateway. In these tests a transfer may stall for a second.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class VideoGatewaySpecification
{
    private static readonly byte[] File = [0, 0, 0, 0x20, .. "ftypisom"u8, .. Enumerable.Range(0, 100_000).Select(i => (byte)i)];

    private protected abstract Task<IVideoGateway> CreateGatewayAsync();

    [Test]
    public async Task Upload_WithAFile_IsProcessingAfterwards()
    {
        var gateway = await CreateGatewayAsync();
        var id = await gateway.CreateAsync("title", default);

        await gateway.UploadAsync(id, new MemoryStream(File), File.Length, default);

        Assert.That(await gateway.FindAsync(id, default), Is.EqualTo(new ProviderVideo(ProviderVideoStatus.Processing, 0, null, null)));
    }

    [Test]
    public async Task Upload_WhenThereIsAFile_IsRefused()
    {
        var gateway = await CreateGatewayAsync();
        var id = await gateway.CreateAsync("title", default);
        await gateway.UploadAsync(id, new MemoryStream(File), File.Length, default);

        var refusal = Assert.ThrowsAsync<VideoGatewayException>(
            () => gateway.UploadAsync(id, new MemoryStream(File), File.Length, default));

        Assert.That(refusal!.Failure, Is.EqualTo(VideoGatewayFailure.AlreadyUploaded));
    }

    [Test]
    public async Task Upload_WhenTheFileIsLongerThanPromised_ReadsWhatWasPromised()
    {
        var gateway = await CreateGatewayAsync();
        var id = await gateway.CreateAsync("title", default);
        var file = new MemoryStream(File);

        await gateway.UploadAsync(id, file, 60_000, default);

        Assert.That(file.Position, Is.EqualTo(60_000));
    }

    [Test]
    public async Task Upload_WhenTheFileIsAborted_SaysSoAndKeepsTheSessionOpen()
    {
        var gateway = await CreateGatewayAsync();
        var id = await gateway.CreateAsync("title", default);

        Assert.That(
            () => gateway.UploadAsync(id, new MemoryStream(File), File.Length + 1, default), Throws.InstanceOf<IOException>());

        await gateway.UploadAsync(id, new MemoryStream(File), File.Length, default);
    }

    [Test]
    public async Task Upload_WhenTheFileStalls_IsTheClientsTimeoutAndKeepsTheSessionOpen()
    {
        var gateway = await CreateGatewayAsync();
        var id = await gateway.CreateAsync("title", default);
        var silent = new System.IO.Pipelines.Pipe();
        await silent.Writer.WriteAsync(File.AsMemory(0, 100));

        var refusal = Assert.ThrowsAsync<BadHttpRequestException>(
            () => gateway.UploadAsync(id, silent.Reader.AsStream(), File.Length + 1, default));

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCodes.Status408RequestTimeout));
        await gateway.UploadAsync(id, new MemoryStream(File), File.Length, default);
    }

    [Test]
    public async Task Find_WhatIsUnknown_IsNull()
    {
        var gateway = await CreateGatewayAsync();

        Assert.That(await gateway.FindAsync(Guid.NewGuid(), default), Is.Null);
    }

    [Test]
    public async Task Delete_WhetherItExistsOrNot_Succeeds()
    {
        var gateway = await CreateGatewayAsync();
        var id = await gateway.CreateAsync("title", default);
        await gateway.UploadAsync(id, new MemoryStream(File), File.Length, default);

        await gateway.DeleteAsync(id, default);
        await gateway.DeleteAsync(id, default);

        Assert.That(await gateway.FindAsync(id, default), Is.Null);
    }
}
