using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace StockLab.Service;

/// <summary>The outermost step of a request: counts it, lets the gate look at it, and turns whatever goes wrong into a problem document and a line in the log, neither of which repeats what was sent.</summary>
internal sealed partial class Reception(Gate gate, ServiceMetrics metrics, ILogger<Reception> log)
{
    private static readonly Dictionary<int, (string Code, string Detail, string Remedy)> Bare = new()
    {
        [404] = ("no-such-path", "There is nothing at this path.", "See /openapi.json for the paths there are."),
        [405] = ("wrong-method", "The path does not know this method.", "See /openapi.json for the methods there are."),
    };

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        metrics.Began();
        try
        {
            gate.Check(context);
            await next(context).ConfigureAwait(false);
            if (!context.Response.HasStarted && Bare.TryGetValue(context.Response.StatusCode, out var bare))
                await WriteAsync(context, new ServiceProblem(context.Response.StatusCode, bare.Code, bare.Detail, bare.Remedy)).ConfigureAwait(false);
        }
        catch (ServiceProblem problem)
        {
            LogProblem(problem.Status, problem.Code, context.Request.Method, Place(context), problem.Pointer);
            await WriteAsync(context, problem).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error)
        {
            // Kestrel's own limits: a body that is too long (413), too slow or broken off (408, 400).
            LogProblem(error.StatusCode, "transport", context.Request.Method, Place(context), null);
            context.Response.Headers.Connection = "close";
            await WriteAsync(context, error.StatusCode == 413
                ? new ServiceProblem(413, "too-long", "The body is longer than the service takes.", "Send fewer rows, or several requests.")
                : new ServiceProblem(error.StatusCode, error.StatusCode == 408 ? "too-slow" : "broken-request", error.StatusCode == 408 ? "The body came too slowly." : "The request could not be read to its end.", "Send it again, whole."))
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or ConnectionAbortedException or ConnectionResetException || context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = 499;      // nobody is there to read it; the log and the counters are
            LogLeft(context.Request.Method, Place(context));
        }
        catch (Exception error)
        {
            LogFault(error, context.Request.Method, Place(context));
            await WriteAsync(context, new ServiceProblem(500, "fault", "The service made a mistake.", "Please report it with the time; the log says more.")).ConfigureAwait(false);
        }
        finally
        {
            metrics.Ended(context.Response.StatusCode);
        }
    }

    /// <summary>Writes a problem document.</summary>
    private static async Task WriteAsync(HttpContext context, ServiceProblem problem)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }
        var bytes = ToJson(problem);
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json";
        context.Response.ContentLength = bytes.Length;
        // Who is turned away for the moment learns for how long.
        if (problem.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "1";
        try
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The client left before it could be told.
        }
    }

    private static byte[] ToJson(ServiceProblem problem)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", $"urn:stocklab:problem:{problem.Code}");
            json.WriteString("title", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(problem.Status));
            json.WriteNumber("status", problem.Status);
            json.WriteString("detail", problem.Message);
            json.WriteString("remedy", problem.Remedy);
            if (problem.Pointer is not null)
                json.WriteString("pointer", problem.Pointer);
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    // The route, not the path: what a client writes into a path does not belong into a log.
    private static string Place(HttpContext context) => (context.GetEndpoint() as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.RawText ?? "-";

    [LoggerMessage(10, LogLevel.Warning, "{Status} {Code}: {Method} {Route} {Pointer}")]
    private partial void LogProblem(int status, string code, string method, string route, string? pointer);

    [LoggerMessage(11, LogLevel.Information, "the client left: {Method} {Route}")]
    private partial void LogLeft(string method, string route);

    [LoggerMessage(12, LogLevel.Error, "fault: {Method} {Route}")]
    private partial void LogFault(Exception error, string method, string route);
}
