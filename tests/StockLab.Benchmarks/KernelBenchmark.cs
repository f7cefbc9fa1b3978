using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace StockLab.Benchmarks;

/// <summary>
/// The Jupyter kernel, as <c>kernel install</c> installs it, beside Python's ipykernel, both as processes of their own, driven by the same jupyter_client in
/// turns. .NET Interactive, measured on such a machine before its end of life: 1.09–1.12 s to the first result, 4.4–6 ms for a trivial cell inside the kernel,
/// 3.2 s for nbconvert with 15 cells.
/// </summary>
public sealed class KernelBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "kernel";

    /// <inheritdoc/>
    public string Summary => "start, cells, completion and nbconvert of the Jupyter kernel against python3-ipykernel, through jupyter_client";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkCase> Run(TextWriter log)
    {
        var prefix = Directory.CreateTempSubdirectory("stocklab-bench-kernel-").FullName;
        try
        {
            return Measure(Install(prefix, log), log);
        }
        finally
        {
            Directory.Delete(prefix, recursive: true);
        }
    }

    /// <summary>Installs the kernel into an environment of its own.</summary>
    /// <returns>The folder of its kernelspec.</returns>
    private static string Install(string prefix, TextWriter log)
    {
        var command = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "lib", "StockLab.Cli.dll"));
        using var process = Process.Start(new ProcessStartInfo("dotnet", [command, "kernel", "install", "--prefix", prefix]) { RedirectStandardOutput = true })!;
        log.WriteLine(process.StandardOutput.ReadToEnd().Trim());
        process.WaitForExit();
        return Directory.GetDirectories(Path.Combine(prefix, "share", "jupyter", "kernels")).Single();
    }

    private static List<BenchmarkCase> Measure(string kernelspec, TextWriter log)
    {
        var start = new ProcessStartInfo(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3", ["-c", Script, kernelspec]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                log.WriteLine(line.Data);
        };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException("The benchmark of the kernel needs python3-jupyter-client, python3-ipykernel and jupyter-nbconvert (Debian's names), and a built stocklab command.");
        using var json = JsonDocument.Parse(output);
        var cases = new List<BenchmarkCase>();
        foreach (var result in json.RootElement.EnumerateObject())
        {
            var (ours, peer) = (result.Value.GetProperty("ours").GetDouble(), result.Value.GetProperty("peer").GetDouble());
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Name}: {ours:F1} ms, ipykernel {peer:F1} ms"));
            cases.Add(new BenchmarkCase(result.Name, ours, peer, "ms"));
        }
        return cases;
    }

    private const string Script = """
        import json, os, statistics, subprocess, sys, tempfile, time
        from jupyter_client.kernelspec import KernelSpec
        from jupyter_client.manager import KernelManager

        OURS = KernelSpec.from_resource_dir(sys.argv[1])
        PEER = ["/usr/bin/python3" if os.path.exists("/usr/bin/python3") else "python3", "-m", "ipykernel_launcher", "-f"]
        ONE = {"ours": ("1 + %d", "Console.", "var xs = new List<int>();"), "peer": ("1 + %d", "os.", "import os")}
        LINES = {"ours": "for (var i = 0; i < 10000; i++) Console.WriteLine(i);", "peer": "for i in range(10000): print(i)"}
        found = {}

        def note(case, who, seconds):
            found.setdefault(case, {}).setdefault(who, []).append(seconds * 1000)

        def start(who):
            manager = KernelManager(kernel_name="python3")
            manager._kernel_spec = OURS if who == "ours" else KernelSpec(argv=PEER + ["{connection_file}"], display_name=who, language="x")
            begun = time.perf_counter()
            manager.start_kernel(stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            client = manager.client()
            client.start_channels(hb=False, stdin=False)
            return manager, client, begun

        def cell(client, code):
            begun = time.perf_counter()
            message = client.execute(code)
            while client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != message:
                pass
            taken = time.perf_counter() - begun
            times = {}
            while True:
                answer = client.get_iopub_msg(timeout=60)
                if answer["parent_header"].get("msg_id") == message and answer["msg_type"] == "status":
                    times[answer["content"]["execution_state"]] = answer["header"]["date"]
                    if "idle" in times:
                        return taken, (times["idle"] - times["busy"]).total_seconds() if "busy" in times else taken

        def complete(client, code):
            begun = time.perf_counter()
            message = client.complete(code)
            while client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != message:
                pass
            return time.perf_counter() - begun

        for round in range(5):
            for who in ("ours", "peer"):
                manager, client, begun = start(who)
                trivial, prefix, prepare = ONE[who]
                message = client.execute(trivial % 1)
                while client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != message:
                    pass
                note("process-start-to-first-result", who, time.perf_counter() - begun)
                client.wait_for_ready(timeout=60)
                cell(client, prepare)
                note("first-completion", who, complete(client, prefix))
                for i in range(160):
                    taken, inside = cell(client, trivial % i)
                    if i >= 60:
                        note("trivial-cell-round-trip", who, taken)
                        note("trivial-cell-inside-kernel", who, inside)
                for i in range(20):
                    note("completion", who, complete(client, prefix))
                for i in range(3):
                    note("ten-thousand-lines", who, cell(client, LINES[who])[1])
                client.stop_channels()
                manager.shutdown_kernel(now=True)
                print("round %d of %s" % (round + 1, who), file=sys.stderr)

        with tempfile.TemporaryDirectory() as folder:
            for who, name in (("ours", "ours"), ("peer", "peer")):
                spec = os.path.join(folder, "kernels", name)
                os.makedirs(spec)
                json.dump({"argv": OURS.argv if who == "ours" else PEER + ["{connection_file}"], "display_name": name, "language": "x", "env": OURS.env if who == "ours" else {}}, open(os.path.join(spec, "kernel.json"), "w"))
                cells = [{"cell_type": "code", "id": "c%d" % i, "execution_count": None, "metadata": {}, "outputs": [], "source": "1 + %d" % i} for i in range(15)]
                json.dump({"cells": cells, "metadata": {"kernelspec": {"name": name, "display_name": name}}, "nbformat": 4, "nbformat_minor": 5}, open(os.path.join(folder, name + ".ipynb"), "w"))
            for round in range(3):
                for name in ("ours", "peer"):
                    begun = time.perf_counter()
                    subprocess.run([PEER[0], "-m", "nbconvert", "--execute", "--to", "notebook", "--output", "out.ipynb", os.path.join(folder, name + ".ipynb")],
                                   env=dict(os.environ, JUPYTER_PATH=folder), check=True, stderr=subprocess.DEVNULL)
                    note("nbconvert-15-cells", name, time.perf_counter() - begun)
        print(json.dumps({case: {who: statistics.median(values) for who, values in both.items()} for case, both in found.items()}))
        """;
}
