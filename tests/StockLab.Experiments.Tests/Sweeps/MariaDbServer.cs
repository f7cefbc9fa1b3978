using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

[assembly: AssemblyFixture(typeof(StockLab.Experiments.Tests.MariaDbServer))]

namespace StockLab.Experiments.Tests;

/// <summary>A real MariaDB on a loopback port, its files in a temporary folder: started when a test first asks for it, and gone with the tests.</summary>
public sealed class MariaDbServer : IDisposable
{
    private const string User = "sweep", Password = "a;b='c\"";      // what a password may hold
    private readonly Lock gate = new();
    private string[] options;
    private string? folder;
    private Process? process;
    private int port;
    private int databases;

    public MariaDbServer() => options = [];

    /// <summary>A server with further options.</summary>
    internal MariaDbServer(params string[] options) => this.options = options;

    /// <summary>The connection string of a database that does not exist yet; skips the test where MariaDB is not installed.</summary>
    public string NewDatabase([CallerMemberName] string test = "")
    {
        Assert.SkipUnless(Program("mariadbd") is not null && Program("mariadb-install-db") is not null, "MariaDB is not installed (Debian: mariadb-server)");
        lock (gate)
        {
            if (process is null)
                Install();
            return ConnectionString($"t{++databases}_{test[..Math.Min(test.Length, 50)]}");
        }
    }

    /// <summary>The connection string of a database.</summary>
    public string ConnectionString(string database) =>
        new MySql.Data.MySqlClient.MySqlConnectionStringBuilder { Server = "127.0.0.1", Port = (uint)port, UserID = User, Password = Password, Database = database }.ConnectionString;

    /// <summary>Ends the server as a power cut would (SIGKILL).</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
    }

    /// <summary>Kills the server, and starts it again with other options.</summary>
    internal void Restart(params string[] options)
    {
        this.options = options;
        Kill();
        Start();
    }

    /// <summary>Starts the server again on the same files and port.</summary>
    public void Start()
    {
        process = Run("mariadbd",
        [
            "--no-defaults", $"--datadir={folder}/data", $"--port={port}", "--bind-address=127.0.0.1", $"--socket={folder}/s.sock", $"--pid-file={folder}/pid", $"--log-error={folder}/log",
            "--user=root", "--skip-log-bin", "--skip-name-resolve", "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=16M", $"--init-file={folder}/init.sql", .. options,
        ]);
        for (var waited = 0; waited < 600; waited++)
        {
            using var socket = new TcpClient();
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                if (process.HasExited)
                    Assert.Fail($"mariadbd ended: {File.ReadAllText($"{folder}/log")}");
                Thread.Sleep(50);
            }
        }
        Assert.Fail($"mariadbd does not listen on {port}: {File.ReadAllText($"{folder}/log")}");
    }

    public void Dispose()
    {
        if (process is { HasExited: false })
            Kill();
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>The path of an installed program; null where there is none.</summary>
    internal static string? Program(string name) =>
        ((string[])[.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/sbin"]).Select(path => Path.Combine(path, name)).FirstOrDefault(File.Exists);

    private void Install()
    {
        folder = Directory.CreateTempSubdirectory("stocklab-mariadb-").FullName;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        File.WriteAllText($"{folder}/init.sql",
            $"CREATE USER IF NOT EXISTS '{User}'@'%' IDENTIFIED BY '{Password.Replace("'", "''", StringComparison.Ordinal)}';\nGRANT ALL ON *.* TO '{User}'@'%';\n"
            + "CREATE USER IF NOT EXISTS 'reader'@'%' IDENTIFIED BY 'reader';\nGRANT SELECT ON *.* TO 'reader'@'%';\n"
            // Without the rights of an administrator, who may write to a read-only server and is spared init_connect.
            + "CREATE USER IF NOT EXISTS 'writer'@'%' IDENTIFIED BY 'writer';\nGRANT SELECT, INSERT, UPDATE, DELETE, CREATE, INDEX ON *.* TO 'writer'@'%';\n");
        using var install = Run("mariadb-install-db", ["--no-defaults", $"--datadir={folder}/data", "--user=root", "--skip-test-db", "--auth-root-authentication-method=normal"]);
        var output = install.StandardOutput.ReadToEndAsync();
        install.WaitForExit();
        Assert.True(install.ExitCode == 0, output.Result);
        Start();
    }

    private static Process Run(string program, IEnumerable<string> arguments)
    {
        var process = Process.Start(new ProcessStartInfo(Program(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }
}
