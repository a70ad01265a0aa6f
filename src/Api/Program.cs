using VideoChat.Api.Addresses;
using VideoChat.Api.Controllers;
using VideoChat.Api.Cors;
using VideoChat.Api.ErrorHandling;
using VideoChat.Api.Hosting;
using VideoChat.Api.Http;
using VideoChat.Api.Limits;
using VideoChat.Api.Limits.Connections;
using VideoChat.Api.Limits.Requests;
using VideoChat.Api.Media;
using VideoChat.Api.Observability;
using VideoChat.Api.Observability.Logs;
using VideoChat.Api.OpenApi;
using VideoChat.Api.Partners;
using VideoChat.Api.Security;
using VideoChat.Api.WebSockets;
using VideoChat.Application;
using VideoChat.Infrastructure;

if (args is [HealthCheck.Argument])
    return await HealthCheck.RunAsync();

if (Arguments.Answer(args) is { } exitCode)
    return exitCode;

var builder = WebApplication.CreateBuilder(ContentRoot.OptionsFor(args));

builder.AddAddresses();
builder.AddHosting();
builder.AddLogs();
builder.AddMetrics();
builder.AddTraces();
builder.Services
    .AddApplication()
    .AddInfrastructure()
    .AddHttpApi()
    .AddErrorHandling()
    .AddSecurityHeaders()
    .AddCorsPolicy()
    .AddLimits()
    .AddRoomSockets()
    .AddPartners()
    .AddMedia()
    .AddOpenApiDocument();

if (builder.BuildChecked() is not { } app)
    return 1;
if (BackupCommand.FileOf(args) is { } file)
    return await app.BackUpAsync(file);

app.UseMiddleware<BusyConnections>();
app.UseMiddleware<RequestLogMiddleware>();
app.UseReverseProxy();
app.UseSecurityHeaders();
app.UseErrorHandling();
app.UseCorsPolicy();
app.UseMiddleware<HostCheck>();
app.UseMiddleware<ReadOnlyPaths>();
app.UseMetrics();
app.UseOperatorAddresses();
app.UseMiddleware<StartupGate>();
app.UseStaticFiles();
app.UseClientFiles();
app.UseMedia();
app.UseMiddleware<RateLimitMiddleware>();
app.UseMiddleware<ForeignPages>();
app.UseRoomSockets();
app.UseOpenApiDocument();
// These calls do nothing, because no authentication scheme is registered. Without them, WebApplication would insert the middleware
// ahead of the sockets, and each open socket would keep its state in memory (about 1 KiB).
app.UseAuthentication();
app.UseAuthorization();
app.MapControllers();

return await app.RunToEndAsync();
