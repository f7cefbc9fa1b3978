using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace StockLab.Experiments.Tests;

/// <summary>Slurm on this machine alone: munged, slurmctld and slurmd with their files in a temporary folder, and without systemd.</summary>
internal sealed class SlurmCluster : IDisposable
{
    private readonly List<Process> daemons = [];

    private SlurmCluster(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Starts it; skips the test where Slurm is not installed, or where this user may not start it.</summary>
    public static SlurmCluster Start()
    {
        string[] programs = ["slurmctld", "slurmd", "munged", "sbatch", "scontrol", "mungekey"];
        Assert.SkipUnless(programs.All(program => MariaDbServer.Program(program) is not null), "Slurm is not installed (Debian: slurm-wlm, munge)");
        Assert.SkipUnless(Environment.UserName == "root", "slurmd starts jobs as other users, which needs root");
        var cluster = new SlurmCluster(Directory.CreateTempSubdirectory("stocklab-slurm-").FullName);
        try
        {
            cluster.StartDaemons();
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Submits an array script with the store in its environment.</summary>
    public void Submit(string script, string store)
    {
        foreach (var file in Directory.GetFiles(Folder, "granted-*"))
            File.Delete(file);
        var (exit, text) = Call("sbatch", ["--output", $"{Folder}/job-%a.out", script], start => start.Environment["STOCKLAB_STORE"] = store);
        Assert.True(exit == 0, text);
    }

    /// <summary>What each job of the last array noted of the GPU that it was given.</summary>
    public IReadOnlyList<string> Granted() => [.. Directory.GetFiles(Folder, "granted-*").Select(file => File.ReadAllText(file).Trim())];

    /// <summary>What the daemons and jobs have said.</summary>
    public string Log() => string.Join('\n', Directory.EnumerateFiles(Folder, "*.*").Where(file => file.EndsWith(".log", StringComparison.Ordinal) || file.EndsWith(".out", StringComparison.Ordinal))
        .Select(file => $"== {Path.GetFileName(file)}\n{string.Join('\n', File.ReadLines(file).TakeLast(20))}"));

    public void Dispose()
    {
        foreach (var daemon in Enumerable.Reverse(daemons))
        {
            if (!daemon.HasExited)
                daemon.Kill(entireProcessTree: true);
            daemon.WaitForExit();
            daemon.Dispose();
        }
        Directory.Delete(Folder, recursive: true);
    }

    private void StartDaemons()
    {
        Call("chmod", ["755", Folder], _ => { });
        // munged refuses a key and a socket in folders that others could write.
        var munge = Directory.CreateDirectory(Path.Combine(Folder, "munge")).FullName;
        Call("mungekey", ["--create", $"--keyfile={munge}/key"], _ => { });
        Call("chown", ["-R", "munge:munge", munge], _ => { });
        Call("chmod", ["755", munge], _ => { });
        Daemon("setpriv", ["--reuid=munge", "--regid=munge", "--clear-groups", MariaDbServer.Program("munged")!, "--foreground", $"--socket={munge}/socket", $"--key-file={munge}/key",
            $"--pid-file={munge}/pid", $"--log-file={munge}/munged.log", $"--seed-file={munge}/seed"]);
        WaitFor(() => File.Exists($"{munge}/socket"), "munged");

        var host = Dns.GetHostName().Split('.')[0];
        var (control, node) = (FreePort(), FreePort());
        foreach (var folder in (string[])["state", "spool"])
            Directory.CreateDirectory(Path.Combine(Folder, folder));
        // A GPU as far as Slurm is concerned: it counts it, gives it to one job at a time, and names it in the job's environment. The rehearsal trains nothing on it.
        File.WriteAllText(Path.Combine(Folder, "gres.conf"), "AutoDetect=off\nName=gpu File=/dev/null\n");
        File.WriteAllText(Path.Combine(Folder, "slurm.conf"),
            $"""
            ClusterName=stocklab
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={control}
            SlurmdPort={node}
            SlurmUser=root
            AuthType=auth/munge
            AuthInfo=socket={munge}/socket
            CredType=cred/munge
            StateSaveLocation={Folder}/state
            SlurmdSpoolDir={Folder}/spool
            SlurmctldPidFile={Folder}/slurmctld.pid
            SlurmdPidFile={Folder}/slurmd.pid
            SlurmctldLogFile={Folder}/slurmctld.log
            SlurmdLogFile={Folder}/slurmd.log
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            ReturnToService=2
            SchedulerParameters=sched_interval=1,batch_sched_delay=0
            MpiDefault=none
            GresTypes=gpu
            NodeName={host} NodeAddr=127.0.0.1 CPUs={Environment.ProcessorCount} RealMemory=1000 Gres=gpu:1 State=UNKNOWN
            PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP

            """);
        Daemon("slurmctld", ["-D"]);
        Daemon("slurmd", ["-D", "-N", host]);
        WaitFor(() => Call("sinfo", ["-h", "-o", "%t"], _ => { }).Text.Contains("idle", StringComparison.Ordinal), "slurmd");
    }

    private void Daemon(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(MariaDbServer.Program(program)!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["SLURM_CONF"] = Path.Combine(Folder, "slurm.conf");
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        daemons.Add(process);
    }

    private (int ExitCode, string Text) Call(string program, IEnumerable<string> arguments, Action<ProcessStartInfo> change)
    {
        var start = new ProcessStartInfo(MariaDbServer.Program(program)!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["SLURM_CONF"] = Path.Combine(Folder, "slurm.conf");
        change(start);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + error.Result);
    }

    private void WaitFor(Func<bool> ready, string what)
    {
        for (var waited = 0; !ready(); waited++)
        {
            if (waited > 150)
                Assert.Fail($"{what} does not start:\n{Log()}");
            Thread.Sleep(200);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
