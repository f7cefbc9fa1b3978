using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using StockLab.Notebooks.Zmtp;

namespace StockLab.Notebooks;

/// <summary>
/// A Jupyter kernel for C#: a <see cref="CSharpSession"/> behind the messaging protocol
/// (<see href="https://jupyter-client.readthedocs.io/en/stable/messaging.html"/>), for VS Code, Jupyter and every other client of it.
/// </summary>
public sealed class JupyterKernel : IDisposable
{
    internal const string ProtocolVersion = "5.4";

    private readonly JupyterWire wire;
    private readonly CSharpSession session;
    private readonly KernelHistory history = new();
    private readonly RouterSocket shell, control, stdin;
    private readonly PublishSocket publisher;
    private readonly ReplySocket heartbeat;
    private readonly Channel<JupyterMessage> requests = Channel.CreateUnbounded<JupyterMessage>(new() { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly Channel<JupyterMessage> urgent = Channel.CreateUnbounded<JupyterMessage>(new() { SingleReader = true });
    private readonly Channel<JupyterMessage> answers = Channel.CreateUnbounded<JupyterMessage>();
    private readonly TaskCompletionSource<bool> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock publishing = new();
    private readonly Lock running = new();
    private CancellationTokenSource? interruption;
    private (JupyterMessage Request, long Ended)? failure; // of the last cell that failed and is to stop those after it
    private Task prepared = Task.CompletedTask;

    /// <summary>Binds the sockets; <see cref="RunAsync"/> serves them.</summary>
    /// <param name="connection">Where to listen.</param>
    /// <exception cref="System.Net.Sockets.SocketException">A port is taken.</exception>
    public JupyterKernel(ConnectionFile connection)
    {
        KernelLog.Open();
        wire = new JupyterWire(connection.Key);
        session = new CSharpSession { OwnsProcess = true };
        heartbeat = new ReplySocket(EndPoint(connection.HeartbeatPort));
        publisher = new PublishSocket(EndPoint(connection.IoPubPort), Welcome);
        stdin = new RouterSocket(EndPoint(connection.StdinPort), (peer, frames) => Receive(answers, peer, frames));
        control = new RouterSocket(EndPoint(connection.ControlPort), (peer, frames) => Receive(urgent, peer, frames), hasThreads: true);
        shell = new RouterSocket(EndPoint(connection.ShellPort), (peer, frames) => Receive(requests, peer, frames), hasThreads: true);

        System.Net.EndPoint EndPoint(int port) => ZmtpSocket.EndPointOf(connection.Transport, connection.Ip, port);
    }

    /// <summary>Serves as a process of its own: until a client shuts the kernel down, or the process that started it is gone. Ends the process.</summary>
    /// <param name="connectionFile">The connection file that the client named.</param>
    /// <returns>Only where the kernel could not begin: 1, after a line on standard error that says why.</returns>
    public static async Task<int> RunProcessAsync(string connectionFile)
    {
        JupyterKernel kernel;
        InterruptSignal.Heed();
        // The client needs a tenth of a second or more to find the sockets; the compiler gets ready meanwhile.
        var prepared = Task.Run(CSharpSession.PrepareAsync);
        try
        {
            kernel = new JupyterKernel(ConnectionFile.Load(connectionFile)) { prepared = prepared };
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException or FormatException or System.Net.Sockets.SocketException)
        {
            KernelLog.Write($"it cannot start: {error.Message}");
            return 1;
        }
        var orderly = false;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (!orderly)
                KernelLog.Write("a cell or a library called Environment.Exit, or the process was told to end; the kernel is gone, restart it.");
        };
        // The first Ctrl+C, and every other one, is for the running cell.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            kernel.Interrupt();
        });
        System.Runtime.ExceptionServices.ExceptionHandling.SetUnhandledExceptionHandler(error =>
        {
            Console.Error.WriteLine($"A thread that a cell started has failed: {Describe(error)}");
            return true;
        });
        _ = ParentWatch.WaitAsync().ContinueWith(_ => kernel.ended.TrySetResult(false), TaskScheduler.Default);
        using (kernel)
            await kernel.RunAsync().ConfigureAwait(false);
        orderly = true;
        // Threads that cells left behind do not keep the process alive.
        Environment.Exit(0);
        return 0;
    }

    // Were anything thrown by what only tells of an exception, the process would end.
    private static string Describe(Exception error)
    {
        try
        {
            return error.ToString();
        }
        catch (Exception another)
        {
            return $"{error.GetType()}, whose description fails with {another.GetType()}";
        }
    }

    /// <summary>Serves until a client shuts the kernel down.</summary>
    public async Task RunAsync(CancellationToken cancel = default)
    {
        using var stop = cancel.Register(() => ended.TrySetResult(false));
        foreach (var socket in (ZmtpSocket[])[heartbeat, publisher, stdin, control, shell])
            socket.Start();
        Publish("status", null, content => content.WriteString("execution_state", "starting"));
        _ = ServeAsync(requests, shell);
        _ = ServeAsync(urgent, control);
        _ = WarmUpWhenIdleAsync();
        await ended.Task.ConfigureAwait(false);
        Interrupt();
        await publisher.FlushAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes ready for a reader who looks around first: completes, and runs what is larger than the first cell has to wait for. A client that runs
    /// a cell at once is served quicker when nothing more is done beside it.
    /// </summary>
    private async Task WarmUpWhenIdleAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        if (session.ExecutionCount == 0)
            await session.WarmUp().ConfigureAwait(false);
    }

    /// <summary>Tells the running cell to stop; without one, nothing happens.</summary>
    public void Interrupt()
    {
        lock (running)
            interruption?.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in (ZmtpSocket[])[shell, control, stdin, publisher, heartbeat])
            socket.Dispose();
        session.Dispose();
    }

    private void Receive(Channel<JupyterMessage> queue, byte[] peer, List<byte[]> frames)
    {
        try
        {
            var message = wire.Read(peer, frames);
            // Here and now: the threads that serve requests may all be busy with what is to be stopped.
            if (message.Type is "interrupt_request" or "shutdown_request")
                Interrupt();
            queue.Writer.TryWrite(message);
        }
        catch (InvalidDataException error)
        {
            KernelLog.Write(error.Message + "; it is ignored.");
        }
    }

    private async Task ServeAsync(Channel<JupyterMessage> queue, RouterSocket socket)
    {
        await foreach (var request in queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            // What concerns the cells is dealt with on their thread, which the thread that has received it hands it to.
            if (socket == shell)
                await session.Enter();
            await ServeAsync(request, socket).ConfigureAwait(false);
            if (request.Type == "execute_request")
                session.Anticipate();
        }
    }

    private async Task ServeAsync(JupyterMessage request, RouterSocket socket)
    {
        Status(request, "busy");
        try
        {
            switch (request.Type)
            {
                case "execute_request" when IsOvertaken(request):
                    await ReplyAsync(socket, request, "execute_reply", content => content.WriteString("status", "aborted")).ConfigureAwait(false);
                    break;
                case "execute_request":
                    await ExecuteAsync(request, socket).ConfigureAwait(false);
                    break;
                case "kernel_info_request":
                    await ReplyAsync(socket, request, "kernel_info_reply", KernelInfo).ConfigureAwait(false);
                    break;
                case "complete_request":
                    await ReplyAsync(socket, request, "complete_reply", content => KernelLanguage.Complete(content, session, request)).ConfigureAwait(false);
                    break;
                case "inspect_request":
                    await ReplyAsync(socket, request, "inspect_reply", content => KernelLanguage.Inspect(content, session, request)).ConfigureAwait(false);
                    break;
                case "is_complete_request":
                    await ReplyAsync(socket, request, "is_complete_reply", content => KernelLanguage.IsComplete(content, request)).ConfigureAwait(false);
                    break;
                case "history_request":
                    await ReplyAsync(socket, request, "history_reply", content => history.Write(content, request)).ConfigureAwait(false);
                    break;
                case "comm_info_request":
                    await ReplyAsync(socket, request, "comm_info_reply", content =>
                    {
                        Ok(content);
                        content.WriteStartObject("comms");
                        content.WriteEndObject();
                    }).ConfigureAwait(false);
                    break;
                case "comm_open":
                    // No cell can take part in a comm yet: a client that opens one is told that it is closed.
                    Publish("comm_close", request.Header, content =>
                    {
                        content.WriteString("comm_id", request.Text("comm_id"));
                        content.WriteStartObject("data");
                        content.WriteEndObject();
                    });
                    break;
                case "comm_msg" or "comm_close":
                    break;
                case "interrupt_request":
                    await ReplyAsync(socket, request, "interrupt_reply", Ok).ConfigureAwait(false);
                    break;
                case "shutdown_request":
                    await ShutDownAsync(request, socket).ConfigureAwait(false);
                    break;
                default:
                    KernelLog.Write($"a message of the type {request.Type} is not known; it is answered with an error.");
                    if (request.Type.EndsWith("_request", StringComparison.Ordinal))
                    {
                        await ReplyAsync(socket, request, request.Type[..^"request".Length] + "reply", content =>
                        {
                            content.WriteString("status", "error");
                            CellPublisher.Error(content, new ErrorOutput("NotSupported", $"The kernel does not know {request.Type}.", []));
                        }).ConfigureAwait(false);
                    }
                    break;
            }
        }
        catch (Exception error)
        {
            // A request that cannot be served is the request's end, not the kernel's.
            KernelLog.Write($"{request.Type} failed: {error}");
            var shown = new ErrorOutput(error.GetType().Name, error.Message, [$"The kernel could not serve the request: {error.Message}"]);
            // Of a cell, front ends show what is published, not what is replied.
            if (request.Type == "execute_request")
                Publish("error", request.Header, content => CellPublisher.Error(content, shown));
            await ReplyAsync(socket, request, request.Type.Replace("_request", "_reply", StringComparison.Ordinal), content =>
            {
                content.WriteString("status", "error");
                CellPublisher.Error(content, shown);
            }).ConfigureAwait(false);
        }
        Status(request, "idle");
    }

    private async Task ExecuteAsync(JupyterMessage request, RouterSocket socket)
    {
        var code = request.Text("code");
        var silent = request.Flag("silent", otherwise: false);
        var counted = !silent && request.Flag("store_history", otherwise: true);
        var count = session.ExecutionCount + (counted ? 1 : 0);
        var publish = new CellPublisher((type, content) => Publish(type, request.Header, content));
        if (!silent)
        {
            Publish("execute_input", request.Header, content =>
            {
                content.WriteString("code", code);
                content.WriteNumber("execution_count", count);
            });
        }
        var options = new CellOptions
        {
            Output = silent ? null : output =>
            {
                if (counted && output is ResultOutput result)
                    history.SetOutput(count, result.Data["text/plain"] ?? "");
                publish.Take(output);
            },
            Input = !request.Flag("allow_stdin", otherwise: false) ? null : (prompt, cancel) =>
            {
                publish.Flush();   // what the cell asks stands in the text before
                return Ask(request, prompt, cancel);
            },
            IsCounted = counted,
            ShowsResult = !silent,
        };
        if (counted)
            history.Add(count, code);
        CellResult result;
        var expressions = new List<(string Name, MimeBundle Value, ErrorOutput? Error)>();
        using (var source = new CancellationTokenSource())
        {
            lock (running)
                interruption = source;
            try
            {
                // Two that get the compiler ready at once would be slower than one after the other.
                await prepared.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                result = await session.RunAndStayAsync(code, options, source.Token).ConfigureAwait(false);
                if (result.Status == CellStatus.Ok)
                    expressions = await EvaluateAsync(request, source.Token).ConfigureAwait(false);
            }
            finally
            {
                lock (running)
                    interruption = null;
            }
        }
        publish.Flush();
        await ReplyAsync(socket, request, "execute_reply", content =>
        {
            content.WriteNumber("execution_count", count);
            if (result.Error is { } error)
            {
                content.WriteString("status", "error");
                CellPublisher.Error(content, error);
            }
            else
            {
                Ok(content);
            }
            content.WriteStartArray("payload");
            content.WriteEndArray();
            content.WriteStartObject("user_expressions");
            foreach (var (name, value, mistake) in expressions)
            {
                content.WriteStartObject(name);
                if (mistake is { } wrong)
                {
                    content.WriteString("status", "error");
                    CellPublisher.Error(content, wrong);
                }
                else
                {
                    Ok(content);
                    CellPublisher.Bundle(content, value);
                }
                content.WriteEndObject();
            }
            content.WriteEndObject();
        }, result.Diagnostics.IsEmpty ? null : metadata => Diagnostics(metadata, result)).ConfigureAwait(false);
        if (result.Status != CellStatus.Ok && request.Flag("stop_on_error", otherwise: true))
            failure = (request, Stopwatch.GetTimestamp());
    }

    /// <summary>Warnings are no output: they travel with the reply, for front ends that mark them in the code.</summary>
    private static void Diagnostics(Utf8JsonWriter metadata, CellResult result)
    {
        metadata.WriteStartArray("diagnostics");
        foreach (var diagnostic in result.Diagnostics)
        {
            metadata.WriteStartObject();
            metadata.WriteString("id", diagnostic.Id);
            metadata.WriteString("severity", diagnostic.Severity.ToString().ToLowerInvariant());
            metadata.WriteString("message", diagnostic.Message);
            metadata.WriteNumber("line", diagnostic.Line);
            metadata.WriteNumber("column", diagnostic.Column);
            metadata.WriteEndObject();
        }
        metadata.WriteEndArray();
    }

    /// <summary>
    /// Whether a request was sent in the belief that a cell would succeed that has failed meanwhile: it waited already, or it was on its way, as those of
    /// "run all" may be when the first one fails at once. By its sender's clock such a one was written less long after that cell's request than the cell
    /// took, a millisecond less for clocks that tell no more. Nothing is on its way for longer than a second.
    /// </summary>
    private bool IsOvertaken(JupyterMessage request)
    {
        if (failure is not var (failed, ended))
            return false;
        if (request.Arrived < ended)
            return true;
        return Stopwatch.GetElapsedTime(ended) < TimeSpan.FromSeconds(1)
            && request.Written is var (session, date) && failed.Written is var (failedSession, failedDate) && session == failedSession
            && date - failedDate < Stopwatch.GetElapsedTime(failed.Arrived, ended) - TimeSpan.FromMilliseconds(1);
    }

    private async Task<List<(string Name, MimeBundle Value, ErrorOutput? Error)>> EvaluateAsync(JupyterMessage request, CancellationToken cancel)
    {
        var values = new List<(string, MimeBundle, ErrorOutput?)>();
        if (!request.Content.TryGetProperty("user_expressions", out var expressions) || expressions.ValueKind != JsonValueKind.Object)
            return values;
        foreach (var expression in expressions.EnumerateObject())
        {
            var value = new MimeBundle([]);
            var options = new CellOptions { IsCounted = false, Output = output => value = (output as ResultOutput)?.Data ?? value };
            var result = await session.RunAndStayAsync(expression.Value.ToString(), options, cancel).ConfigureAwait(false);
            values.Add((expression.Name, value, result.Error));
        }
        return values;
    }

    private string? Ask(JupyterMessage request, string prompt, CancellationToken cancel)
    {
        while (answers.Reader.TryRead(out _))
        {
            // Answers to questions that nobody waits for any more.
        }
        stdin.SendAsync(request.Peer, wire.Write([], "input_request", request.Header, content =>
        {
            content.WriteString("prompt", prompt);
            content.WriteBoolean("password", false);
        })).GetAwaiter().GetResult();
        return answers.Reader.ReadAsync(cancel).AsTask().GetAwaiter().GetResult().Text("value");
    }

    private async Task ShutDownAsync(JupyterMessage request, RouterSocket socket)
    {
        void Content(Utf8JsonWriter content)
        {
            Ok(content);
            content.WriteBoolean("restart", request.Flag("restart", otherwise: false));
        }

        await ReplyAsync(socket, request, "shutdown_reply", Content).ConfigureAwait(false);
        Publish("shutdown_reply", request.Header, Content);
        Status(request, "idle");
        ended.TrySetResult(true);
    }

    private static void KernelInfo(Utf8JsonWriter content)
    {
        Ok(content);
        content.WriteString("protocol_version", ProtocolVersion);
        content.WriteString("implementation", "stocklab");
        content.WriteString("implementation_version", typeof(JupyterKernel).Assembly.GetName().Version!.ToString(3));
        content.WriteStartObject("language_info");
        content.WriteString("name", "C#");
        content.WriteString("version", "14.0");
        content.WriteString("mimetype", "text/x-csharp");
        content.WriteString("file_extension", ".cs");
        content.WriteString("pygments_lexer", "csharp");
        content.WriteString("codemirror_mode", "text/x-csharp");
        content.WriteEndObject();
        content.WriteString("banner", $"StockLab C# kernel on {RuntimeInformation.FrameworkDescription}. Variables live from cell to cell; Ctrl+C stops a cell.");
        content.WriteBoolean("debugger", false);
        content.WriteStartArray("help_links");
        content.WriteStartObject();
        content.WriteString("text", "C# guide");
        content.WriteString("url", "https://learn.microsoft.com/dotnet/csharp/");
        content.WriteEndObject();
        content.WriteEndArray();
    }

    private static void Ok(Utf8JsonWriter content) => content.WriteString("status", "ok");

    private void Status(JupyterMessage request, string state) =>
        Publish("status", request.Header, content => content.WriteString("execution_state", state));

    private void Welcome(byte[] topic) =>
        Publish("iopub_welcome", null, content => content.WriteString("subscription", Encoding.UTF8.GetString(topic)), topic);

    private void Publish(string type, byte[]? parent, Action<Utf8JsonWriter> content, byte[]? topic = null)
    {
        lock (publishing)
            publisher.Publish(wire.Write([topic is { Length: > 0 } ? topic : Encoding.UTF8.GetBytes("kernel." + type)], type, parent, content));
    }

    private Task ReplyAsync(RouterSocket socket, JupyterMessage request, string type, Action<Utf8JsonWriter> content, Action<Utf8JsonWriter>? metadata = null) =>
        socket.SendAsync(request.Peer, wire.Write(request.Identities, type, request.Header, content, metadata));
}
