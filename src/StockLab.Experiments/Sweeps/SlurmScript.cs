using System.Globalization;

namespace StockLab.Experiments;

/// <summary>An sbatch array script for a Slurm cluster. Every job is a plain <c>stocklab sweep work --count N</c> on the shared server; the queue sees to it that they share the work.</summary>
public sealed record SlurmScript
{
    /// <summary>The command of this suite, on a file system that the nodes share.</summary>
    public string Command { get; init; } = "./stocklab";

    /// <summary>Whether a job asks for a GPU and trains on it.</summary>
    public bool Gpu { get; init; }

    /// <summary>How long a job should work: long enough that its start does not matter, short enough that the cluster fits it in.</summary>
    public double Minutes { get; init; } = 30;

    /// <summary>Seconds a task; null takes what the sweep has measured.</summary>
    public double? SecondsATask { get; init; }

    /// <summary>Megabytes a job.</summary>
    public int Megabytes { get; init; } = 2000;

    /// <summary>Jobs at a time at most; 0 leaves it to the cluster.</summary>
    public int AtOnce { get; init; }

    /// <summary>The partition; null takes the cluster's.</summary>
    public string? Partition { get; init; }

    /// <summary>Writes the script.</summary>
    /// <param name="place">The sweep's server.</param>
    /// <param name="status">Where the sweep stands: how many tasks are left, and how long one takes.</param>
    /// <exception cref="ArgumentException">The store is a file, no task is left, or nobody knows how long one takes.</exception>
    public string Write(StorePlace place, SweepStatus status)
    {
        if (!place.IsServer)
            throw new ArgumentException($"{place} is a file, and the nodes of a cluster cannot share an SQLite file safely. Keep the sweep on a server: --store \"Server=…;Database=…\".");
        var seconds = SecondsATask ?? status.SecondsATask;
        if (SecondsATask is { } said && !(said > 0 && double.IsFinite(said)))
            throw new ArgumentException(FormattableString.Invariant($"--task-seconds is {said}; a task takes some seconds, more than 0."));
        if (!(seconds > 0))
            throw new ArgumentException("No task has been measured yet. Do one (stocklab sweep work --count 1), or say how long one takes (--task-seconds).");
        if (!(Minutes > 0) || Megabytes < 1 || AtOnce < 0)
            throw new ArgumentException("A job needs some minutes and megabytes, and --at-once cannot be negative.");
        if (Partition is { } partition && !partition.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ','))
            throw new ArgumentException($"'{partition}' cannot name a partition.");
        var left = status.Tasks - status.Ended;
        if (left == 0)
            throw new ArgumentException($"Every task of {status.Name} has ended; there is nothing to submit.");

        var tasks = (int)Math.Clamp(Math.Floor(Minutes * 60 / seconds), 1, left);
        var jobs = (left + tasks - 1) / tasks;
        // Half as long again, and the time to start: a job that is cut off loses nothing, but its tasks start anew.
        var limit = (int)Math.Ceiling((tasks * seconds * 1.5 / 60) + 5);
        string[] lines =
        [
            "#!/bin/bash",
            $"#SBATCH --job-name=stocklab-{status.Name}",
            string.Create(CultureInfo.InvariantCulture, $"#SBATCH --array=1-{jobs}{(AtOnce > 0 ? $"%{AtOnce}" : "")}"),
            "#SBATCH --ntasks=1",
            "#SBATCH --cpus-per-task=1",
            .. Gpu ? (string[])["#SBATCH --gres=gpu:1"] : [],
            string.Create(CultureInfo.InvariantCulture, $"#SBATCH --mem={Megabytes}M"),
            string.Create(CultureInfo.InvariantCulture, $"#SBATCH --time={limit}"),
            .. Partition is null ? (string[])[] : [$"#SBATCH --partition={Partition}"],
            "#SBATCH --signal=B:TERM@60",
            "#SBATCH --requeue",
            string.Create(CultureInfo.InvariantCulture, $"# {left} tasks at {seconds:0.##} s: {tasks} a job, {jobs} jobs. A task that a job leaves unfinished is done by another."),
            "set -eu",
            ": \"${STOCKLAB_STORE:?submit with STOCKLAB_STORE in the environment, for example STOCKLAB_STORE='Server=…' sbatch script}\"",
            "export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1",
            // exec: Slurm's TERM, a minute before the end, reaches the worker, which gives its task back.
            string.Create(CultureInfo.InvariantCulture, $"exec '{Command.Replace("'", "'\\''", StringComparison.Ordinal)}' sweep work --count {tasks} --device {(Gpu ? "cuda" : "cpu")}"),
        ];
        return string.Join('\n', lines) + "\n";
    }
}
