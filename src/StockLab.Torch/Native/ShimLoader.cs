using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Loads the shim, and libtorch with it, once, with one BLAS thread.</summary>
internal static class ShimLoader
{
    private static readonly string FileName =
        OperatingSystem.IsWindows() ? "torchshim.dll" : OperatingSystem.IsMacOS() ? "libtorchshim.dylib" : "libtorchshim.so";

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    /// <summary>Readies the process for the shim's functions; called before the first of them.</summary>
    internal static void Prepare()
    {
        // Debian's libtorch computes with OpenBLAS, which ignores torch.set_num_threads and starts a thread a core for the tiniest product.
        // It reads its variable through getenv when it loads, which Environment.SetEnvironmentVariable does not reach.
        if (!OperatingSystem.IsWindows()) _ = SetEnvironment("OPENBLAS_NUM_THREADS", "1", overwrite: 0);
        NativeLibrary.SetDllImportResolver(typeof(ShimLoader).Assembly, Resolve);
    }

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Where the location is empty, the other folders are looked at.")]
    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? paths)
    {
        if (library != "torchshim") return 0;
        var folders = new[] { Path.GetDirectoryName(Environment.ProcessPath), Path.GetDirectoryName(assembly.Location), AppContext.BaseDirectory };
        foreach (var folder in folders)
        {
            if (string.IsNullOrEmpty(folder)) continue;
            var path = Path.Combine(folder, FileName);
            if (File.Exists(path)) return NativeLibrary.Load(path);
        }
        throw new DllNotFoundException($"{FileName} is not in {string.Join(" or ", folders.Where(f => !string.IsNullOrEmpty(f)).Distinct())}: build StockLab.Torch on this machine, which makes it.");
    }
}
