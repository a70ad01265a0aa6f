using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace VideoChat.BunnyEmulator;

internal static class LiveEndpoints
{
    private const string Live = "/library/" + EmulatedBunny.LibraryId + "/live";

    public static void Map(WebApplication app, EmulatedBunny emulator)
    {
        app.MapPost(Live, (Delegate)((HttpContext context) => CreateAsync(context, emulator)));
        app.MapGet(Live + "/{id:guid}", (Guid id) => Change(emulator, id, _ => true));
        app.MapDelete(Live + "/{id:guid}", (Guid id) =>
            emulator.LiveStreams.TryRemove(id, out var stream) ? Results.Json(stream.ToModel()) : Results.NotFound());
        app.MapPut(Live + "/{id:guid}/start", (Guid id) => Change(emulator, id, stream =>
        {
            if (stream.Status >= 4)
                return false;
            stream.Status = 4;
            return true;
        }));
        app.MapPut(Live + "/{id:guid}/stop", (Guid id) => Change(emulator, id, stream =>
        {
            if (stream.Status >= 5)
                return false;
            stream.Status = 5;
            return true;
        }));
    }

    private static async Task<IResult> CreateAsync(HttpContext context, EmulatedBunny emulator)
    {
        if (!emulator.IsEnrolledForLive)
            return Results.NotFound();
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        var stream = new EmulatedLiveStream(
            Guid.CreateVersion7(), body.GetProperty("title").GetString()!, $"bunnylive_{Guid.NewGuid():N}");
        emulator.LiveStreams[stream.Id] = stream;
        return Results.Json(stream.ToModel(), statusCode: 201);
    }

    private static IResult Change(EmulatedBunny emulator, Guid id, Func<EmulatedLiveStream, bool> change)
    {
        if (!emulator.LiveStreams.TryGetValue(id, out var stream))
            return Results.NotFound();
        return change(stream) ? Results.Json(stream.ToModel()) : VideoEndpoints.Answer(false, "Not now.", 400);
    }
}
