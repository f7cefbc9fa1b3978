using System.Net.Sockets;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StockLab.Market;

namespace StockLab.Service;

/// <summary>The prediction service, running: models from a folder, asked over HTTP. It knows how to ask a model, not how one is trained.</summary>
public sealed class PredictionService : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Gate gate;

    private PredictionService(WebApplication app, Gate gate) => (this.app, this.gate) = (app, gate);

    /// <summary>The address that it listens on, the first of several, with the port that it got.</summary>
    public Uri Url => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The names of the models that serve at this moment.</summary>
    public IReadOnlyList<string> Models => [.. app.Services.GetRequiredService<ModelStore>().Models.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What is wrong with folders that could not be loaded, by name.</summary>
    public IReadOnlyDictionary<string, string> Faults => app.Services.GetRequiredService<ModelStore>().Faults;

    /// <summary>Starts the service for this machine alone, on a free port: what a lesson or a test wants.</summary>
    /// <param name="models">The folder whose subfolders are the models.</param>
    /// <param name="data">The folder of prices for requests of a ticker and a date; null has none.</param>
    /// <param name="cancel">Stops the start.</param>
    public static Task<PredictionService> StartAsync(string models, string? data = null, CancellationToken cancel = default) =>
        StartAsync(new ServiceOptions { Models = models, Data = data, Urls = ["http://127.0.0.1:0"] }, cancel);

    /// <summary>Starts the service.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="cancel">Stops the start.</param>
    /// <exception cref="ArgumentException">The options make no safe service.</exception>
    /// <exception cref="IOException">An address is in use, or is not this machine's.</exception>
    /// <exception cref="PriceDataException">There is no folder of prices of that name.</exception>
    public static async Task<PredictionService> StartAsync(ServiceOptions options, CancellationToken cancel = default)
    {
        options.Check();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(PredictionService).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        var service = Build(builder, options);
        try
        {
            await service.app.StartAsync(cancel).ConfigureAwait(false);
            return service;
        }
        catch (SocketException error)
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"{string.Join(" or ", options.Urls)} cannot be listened on: {error.Message}. Take an address of this machine, for example http://127.0.0.1:5080.", error);
        }
        catch
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes no more requests and lets those in progress finish.</summary>
    public Task StopAsync(CancellationToken cancel = default) => app.StopAsync(cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync().ConfigureAwait(false);
        gate.Dispose();
    }

    /// <summary>The service on any server; tests take one without sockets.</summary>
    internal static PredictionService Build(WebApplicationBuilder builder, ServiceOptions options)
    {
        var metrics = new ServiceMetrics();
        var prices = new ServerPrices(options.Data);
        var gate = new Gate(options, metrics);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options).AddSingleton(metrics).AddSingleton(prices).AddSingleton(gate);
        builder.Services.AddSingleton<ModelStore>().AddHostedService(provider => provider.GetRequiredService<ModelStore>());
        builder.Services.AddSingleton<WindowPreparation>().AddSingleton<ForecastEndpoint>().AddSingleton<Reception>();
        // Signals belong to the program that starts the service: a notebook's kernel has its own use for them.
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Farewell);
        if (options.Log)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
            // A flood of bad requests must not wait for the log.
            builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.QueueFullMode = Microsoft.Extensions.Logging.Console.ConsoleLoggerQueueFullMode.DropWrite);
        }

        var app = builder.Build();
        var reception = app.Services.GetRequiredService<Reception>();
        app.Use(next => context => reception.HandleAsync(context, next));
        app.UseRouting();
        var store = app.Services.GetRequiredService<ModelStore>();
        var (page, openApi) = (Document("page.html"), Document("openapi.json"));
        Map(app, "/", context => SendAsync(context, page, "text/html; charset=utf-8"));
        Map(app, "/openapi.json", context => SendAsync(context, openApi, "application/json"));
        Map(app, "/models", context => SendAsync(context, ModelEndpoints.List(store)));
        Map(app, "/models/{id}", context => SendAsync(context, ModelEndpoints.One((string)context.Request.RouteValues["id"]!, store)));
        app.MapPost("/models/{id}/forecast", app.Services.GetRequiredService<ForecastEndpoint>().HandleAsync);
        Map(app, "/health/live", context => SendAsync(context, new JsonObject { ["status"] = "live" }));
        Map(app, "/health/ready", context =>
        {
            var (status, body) = ModelEndpoints.Ready(store, gate.IsTrusted(context));
            context.Response.StatusCode = status;
            return SendAsync(context, body);
        });
        Map(app, "/metrics", context => SendAsync(context, System.Text.Encoding.UTF8.GetBytes(metrics.ToText(store.Models.Count, store.Faults.Count)), "text/plain; version=0.0.4; charset=utf-8"));
        return new PredictionService(app, gate);
    }

    /// <summary>Maps a path that is read: by GET, and by HEAD, which a load balancer asks with and every server has to know (RFC 9110, 9.1). The server leaves the body out.</summary>
    private static void Map(WebApplication app, string path, RequestDelegate answer) => app.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], answer);

    private static void Listen(KestrelServerOptions kestrel, ServiceOptions options)
    {
        foreach (var address in options.Urls.Select(Address.Parse))
        {
            if (address.Ip is null)
                kestrel.ListenAnyIP(address.Port);
            else
                kestrel.Listen(address.Ip, address.Port);
        }
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = options.MostBytes;
        limits.MaxConcurrentConnections = options.MostConnections;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.RequestHeadersTimeout = options.Patience;
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: options.Patience);
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: options.Patience);
    }

    private static Task SendAsync(HttpContext context, JsonObject body) => SendAsync(context, System.Text.Encoding.UTF8.GetBytes(body.ToJsonString(Plain)), "application/json");

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new();

    private static Task SendAsync(HttpContext context, byte[] body, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (type.StartsWith("text/html", StringComparison.Ordinal))
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        return context.Response.Body.WriteAsync(body, 0, body.Length, context.RequestAborted);
    }

    private static byte[] Document(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
