using StockLab.Notebooks;

namespace StockLab.Cli.Tests;

/// <summary>The kernel as a reader gets it: <c>kernel install</c>, once for all tests, into an environment of its own.</summary>
public sealed class InstalledKernel : IDisposable
{
    internal Outcome Installation { get; }

    /// <summary>The environment.</summary>
    public string Prefix { get; } = Directory.CreateTempSubdirectory("stocklab-kernel-").FullName;

    public InstalledKernel() => Installation = CommandLine.Run("kernel", "install", "--prefix", Prefix);

    /// <summary>Where Jupyter is to look for kernels.</summary>
    public string JupyterPath => Path.Combine(Prefix, "share", "jupyter");

    /// <summary>The kernel that was installed.</summary>
    public InstalledKernel Require()
    {
        Installation.RequireSuccess();
        return this;
    }

    /// <summary>How it is started, without the connection file.</summary>
    public string[] Command => [.. KernelSpec.List(Prefix).Single(kernel => kernel.Folder.StartsWith(Prefix, StringComparison.Ordinal)).Command.SkipLast(1)];

    /// <summary>The folder of its build; skips the test where it could not be compiled ahead of time.</summary>
    public string Build
    {
        get
        {
            Require();
            Assert.SkipWhen(Installation.Error.Contains("could not be compiled ahead of time", StringComparison.Ordinal), "needs the SDK's packages of the compiler and the runtime: " + Installation.Error);
            Assert.StartsWith(Prefix, Command[0]);
            return Path.GetDirectoryName(Command[0])!;
        }
    }

    public void Dispose() => Directory.Delete(Prefix, recursive: true);
}

[CollectionDefinition(Name)]
public sealed class InstalledKernelTests : ICollectionFixture<InstalledKernel>
{
    public const string Name = "installed kernel";
}
