using System.Diagnostics;
using System.Globalization;

namespace StockLab.Benchmarks;

/// <summary>A peer in Python's PyTorch, one thread, that answers every question with a number: mostly how long something took by the processor time of its process.</summary>
internal sealed class PythonWorker : IDisposable
{
    private const string Before =
        """
        import sys, time
        import torch
        torch.set_num_threads(1)

        """;

    private const string After =
        """

        blas = [line.split()[-1].split("/")[-1] for line in open("/proc/self/maps") if "blas" in line] if sys.platform == "linux" else []
        print("ready", "OpenBLAS" if any("openblas" in name for name in blas) else blas[0] if blas else "its own BLAS", flush=True)
        for line in sys.stdin:
            print(answer(*line.rstrip("\n").split(" ")), flush=True)
        """;

    private readonly Process process;

    private PythonWorker(Process process, string setting) => (this.process, Setting) = (process, setting);

    /// <summary>The library that multiplies and its setting, for the log.</summary>
    public string Setting { get; }

    /// <summary>Starts it; null where there is no Python with PyTorch.</summary>
    /// <param name="script">Defines <c>answer</c>, a function of the words of a question; <c>sys</c>, <c>time</c> and <c>torch</c> are there.</param>
    /// <param name="coreType">OpenBLAS's kernels (<c>OPENBLAS_CORETYPE</c>), for example <c>SKYLAKEX</c>; null leaves the choice to it.</param>
    public static PythonWorker? Start(string script, string? coreType)
    {
        foreach (var python in new[] { Environment.GetEnvironmentVariable("STOCKLAB_PYTHON"), "/usr/bin/python3", "python3", "python" })
        {
            if (python is null)
                continue;
            var info = new ProcessStartInfo(python, ["-c", Before + script + After]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            info.Environment["OPENBLAS_NUM_THREADS"] = "1";
            info.Environment["OMP_NUM_THREADS"] = "1";
            if (coreType is not null)
                info.Environment["OPENBLAS_CORETYPE"] = coreType;
            try
            {
                var process = Process.Start(info)!;
                process.ErrorDataReceived += (_, _) => { }; // warnings would fill the pipe
                process.BeginErrorReadLine();
                if (process.StandardOutput.ReadLine() is { } ready && ready.StartsWith("ready ", StringComparison.Ordinal))
                    return new PythonWorker(process, $"{ready[6..]}, OPENBLAS_NUM_THREADS=1{(coreType is null ? "" : $" OPENBLAS_CORETYPE={coreType}")}");
                process.Dispose();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                continue; // no such program
            }
        }
        return null;
    }

    /// <summary>Asks and waits for the number.</summary>
    /// <exception cref="InvalidOperationException">Python ended.</exception>
    public double Ask(string question)
    {
        process.StandardInput.WriteLine(question);
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"Python ended while it worked on '{question}'. Run it again, or set STOCKLAB_PYTHON to another interpreter.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit(5000);
        process.Dispose();
    }
}
