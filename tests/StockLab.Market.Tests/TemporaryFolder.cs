namespace StockLab.Market.Tests;

/// <summary>A folder of its own for one test, removed at the end of it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string FullPath { get; } = Directory.CreateTempSubdirectory("stocklab-test-").FullName;

    internal string Add(string name, string text) => Add(name, System.Text.Encoding.UTF8.GetBytes(text));

    internal string Add(string name, byte[] bytes)
    {
        var path = Path.Combine(FullPath, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
