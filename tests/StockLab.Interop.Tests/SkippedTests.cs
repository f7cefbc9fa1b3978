namespace StockLab.Interop.Tests;

#if !ECOSYSTEM
/// <summary>Stands in for the tests where the packages do not restore, so that what was not tested is told by name.</summary>
public sealed class SkippedTests
{
    private const string Reason = "needs Microsoft.Data.Analysis, Plotly.NET, Skender.Stock.Indicators and Microsoft.DotNet.Interactive, which do not restore here";

    public static IEnumerable<TheoryDataRow<string>> Names => TestNames.All().Select(name => new TheoryDataRow<string>(name) { TestDisplayName = name, Label = "", Skip = Reason });

    [Theory]
    [MemberData(nameof(Names))]
    public void Test(string name) => Assert.Fail($"{name} was to be skipped.");
}
#else
/// <summary>The names that are told where the packages do not restore are those of the tests.</summary>
public sealed class SkippedTests
{
    [Fact]
    public void Names_AreThoseOfTheTests()
    {
        var tests = typeof(SkippedTests).Assembly.GetExportedTypes().Where(type => type != typeof(SkippedTests))
            .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)).Select(method => $"{type.FullName}.{method.Name}"));
        Assert.Equal(tests.Order(StringComparer.Ordinal), TestNames.All().Order(StringComparer.Ordinal));
    }
}
#endif
