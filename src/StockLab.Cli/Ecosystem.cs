using System.Reflection;

namespace StockLab.Cli;

/// <summary>The packages of the wider .NET ecosystem, which StockLab.Interop joins: whether they restored where this command was built.</summary>
internal static class Ecosystem
{
    /// <summary>What they are, for a reader.</summary>
    public const string Packages = "Microsoft.Data.Analysis, Plotly.NET, Skender.Stock.Indicators, Microsoft.DotNet.Interactive";

    /// <summary>How to get them.</summary>
    public const string Remedy = "let a package source carry them (dotnet nuget list source), then delete artifacts/setup.props";

    /// <summary>Whether StockLab.Interop was built.</summary>
    public static bool IsBuilt { get; } = typeof(Ecosystem).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(data => data is { Key: nameof(Ecosystem), Value: "true" });

    /// <summary>Why cells that need them are left out; null where they are there.</summary>
    public static string? WhyLeftOut => IsBuilt ? null : $"needs {Packages}, which do not restore here. To run it: {Remedy}.";
}
