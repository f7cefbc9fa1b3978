using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;

namespace StockLab.Service;

/// <summary><c>POST /models/{id}/forecast</c>: reads the rows, makes the windows, waits for the network, writes the answer. Everything on the way comes from a pool.</summary>
internal sealed class ForecastEndpoint(ModelStore store, WindowPreparation preparation, ServiceOptions options, ServiceMetrics metrics)
{
    // Requests beyond so many at a time make room of their own, which is not kept.
    private const int MostKept = 64;
    private readonly ObjectPool<ForecastRequest> pool = new DefaultObjectPool<ForecastRequest>(new DefaultPooledObjectPolicy<ForecastRequest>(), MostKept);

    /// <summary>Answers a request.</summary>
    /// <exception cref="ServiceProblem">It cannot be answered.</exception>
    public async Task HandleAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        var id = (string)context.Request.RouteValues["id"]!;
        var served = store.Models.GetValueOrDefault(id) ?? throw ModelEndpoints.Unknown(id, store);
        if (!IsJson(context.Request.ContentType))
            throw new ServiceProblem(415, "not-json", "The body is not announced as JSON.", "Send the header Content-Type: application/json.");
        if (context.Request.Headers.ContentEncoding is { Count: > 0 } coding && !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.AcceptEncoding = "identity";
            throw new ServiceProblem(415, "encoded", "The body is announced as compressed.", "Send it as it is, without the header Content-Encoding.");
        }

        var request = pool.Get();
        try
        {
            await ReadAsync(context.Request.BodyReader, request, context.RequestAborted).ConfigureAwait(false);
            preparation.Prepare(served, request, context.RequestAborted);
            if (!served.Queue.TryEnqueue(request.Job))
                throw new ServiceProblem(503, "overloaded", "Too many forecasts wait already.", "Try again in a moment.");
            await request.Job.Completion.ConfigureAwait(false);

            ForecastAnswer.Write(served, request);
            var answer = request.Answer.WrittenMemory;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            metrics.Forecast(served.Id, request.Count, started);
            await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            pool.Return(request);
        }
    }

    private async ValueTask ReadAsync(PipeReader body, ForecastRequest request, CancellationToken cancel)
    {
        while (true)
        {
            var result = await body.ReadAsync(cancel).ConfigureAwait(false);
            if (!result.IsCompleted)
            {
                // More is to come: take what is here, so that a slow or long body does not fill Kestrel's own buffer.
                foreach (var piece in result.Buffer)
                    request.Body.Write(piece.Span);
                body.AdvanceTo(result.Buffer.End);
                continue;
            }
            try
            {
                if (request.Body.WrittenCount == 0 && result.Buffer.IsSingleSegment)
                {
                    ForecastRequestReader.Read(result.Buffer.FirstSpan, options, request);
                    return;
                }
                foreach (var piece in result.Buffer)
                    request.Body.Write(piece.Span);
                ForecastRequestReader.Read(request.Body.WrittenSpan, options, request);
                return;
            }
            finally
            {
                body.AdvanceTo(result.Buffer.End);      // also of a bad body: the connection lives on
            }
        }
    }

    private static bool IsJson(string? type) => type is not null
        && type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) && (type.Length == 16 || type[16] is ';' or ' ');
}
