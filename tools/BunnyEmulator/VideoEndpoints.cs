using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace VideoChat.BunnyEmulator;

internal static class VideoEndpoints
{
    private const string Videos = "/library/" + EmulatedBunny.LibraryId + "/videos";

    public static void Map(WebApplication app, EmulatedBunny emulator)
    {
        app.MapGet(Videos, () => Results.Json(new
        {
            totalItems = emulator.Videos.Count,
            currentPage = 1,
            itemsPerPage = 100,
            items = emulator.Videos.Values.Select(video => video.ToModel()),
        }));
        app.MapPost(Videos, async context => await CreateAsync(context, emulator));
        app.MapGet(Videos + "/{id:guid}", (Guid id) =>
            emulator.Videos.TryGetValue(id, out var video) ? Results.Json(video.ToModel()) : Results.NotFound());
        app.MapDelete(Videos + "/{id:guid}", (Guid id) =>
            emulator.Videos.TryRemove(id, out _) ? Answer(true, "OK", 200) : Results.NotFound());
        app.MapPut(Videos + "/{id:guid}", async (Guid id, HttpContext context) => await UploadAsync(id, context, emulator));
    }

    public static IResult Answer(bool success, string message, int statusCode) =>
        Results.Json(new { success, message, statusCode }, statusCode: statusCode);

    private static async Task CreateAsync(HttpContext context, EmulatedBunny emulator)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        if (!body.TryGetProperty("title", out var title) || title.GetString() is not { Length: > 0 } text)
        {
            await Answer(false, "The title is required.", 400).ExecuteAsync(context);
            return;
        }
        var collectionId = body.TryGetProperty("collectionId", out var collection) ? collection.GetString()! : "";
        var video = new EmulatedVideo(Guid.NewGuid(), text, collectionId);
        emulator.Videos[video.Id] = video;
        await Results.Json(video.ToModel()).ExecuteAsync(context);
    }

    private static async Task<IResult> UploadAsync(Guid id, HttpContext context, EmulatedBunny emulator)
    {
        if (!emulator.Videos.TryGetValue(id, out var video))
            return Results.NotFound();
        if (video.Status != 0)
            return Answer(false, "The video was already uploaded.", 400);
        if (context.Request.ContentLength is not { } length)
            return Answer(false, "No Content-Length.", 411);

        var fault = emulator.TakeFault(context.Request, FaultKind.HoldTransfer, FaultKind.CutTransfer);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1_024];
        long total = 0;
        try
        {
            int count;
            while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            {
                hash.AppendData(buffer, 0, count);
                total += count;
                Interlocked.Add(ref emulator.BytesReceivedCounter, count);
                if (fault is null || total <= fault.AfterBytes)
                    continue;
                if (fault.Kind == FaultKind.CutTransfer)
                {
                    context.Abort();
                    return Results.Empty;
                }
                await emulator.Released.WaitAsync(context.RequestAborted);
                fault = null;
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            Interlocked.Increment(ref emulator.BrokenUploadsCounter);
            return Results.Empty;
        }
        if (total != length)
            throw new InvalidOperationException("Kestrel accepted an incomplete body.");

        video.FileBytes = total;
        video.FileHash = Convert.ToHexString(hash.GetHashAndReset());
        video.Status = 2;
        return Answer(true, "OK", 200);
    }
}
