namespace StockLab.Cli.Tests;

/// <summary>What <c>stocklab test</c> says at its end, from reports that xUnit.net 3.2.2 wrote for tests that failed on purpose (reports/, where the paths were shortened).</summary>
public sealed class TestVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stocklab-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WhatFailed_IsTold_AfterWhatWasSkipped_ByNameAndPlace()
    {
        var report = Recorded("failing.xml");

        Assert.False(report.IsGreen);
        Assert.Equal("""

            Skipped, each for want of an optional component:
               Sums.Skipped: no GPU

            Failed:
               Sums.Wrong
                  Assert.Equal() Failure: Values differ
                  Expected: 3
                  Actual:   2
                     at Sums.Wrong() in Sums.cs:line 4
                     at System.Reflection.MethodBaseInvoker.InterpretedInvoke_Method(Object obj, IntPtr* args)
                     at System.Reflection.MethodBaseInvoker.InvokeWithNoArgs(Object obj, BindingFlags invokeAttr)
               Sums.Text(s: \"a<b\")
                  'a<b' is not empty
                  and this is a second line
                     at Sums.Text(String s) in Sums.cs:line 6
                     at System.Reflection.MethodBaseInvoker.InterpretedInvoke_Method(Object obj, IntPtr* args)
                     at System.Reflection.MethodBaseInvoker.InvokeDirectByRefWithFewArgs(Object obj, Span`1 copyOfArgs, BindingFlags invokeAttr)
               Fixed (test-class-cleanup)
                  Class fixture type 'Shared' threw in Dispose
                  ---- System.InvalidOperationException : the server was gone
                  --- End of stack trace from previous location ---
                  ----- Inner Stack Trace -----
                     at Shared.Dispose() in Sums.cs:line 9

            3 passed, 3 failed, 1 skipped

            """.ReplaceLineEndings(), Told(report));
    }

    [Fact]
    public void Reports_AddUp()
    {
        var both = Recorded("failing.xml") + Recorded("passing.xml");
        Assert.Equal((5, 3, 1), (both.Passed, both.Failed.Count, both.Skipped.Count));
        Assert.True(Recorded("passing.xml").IsGreen);
        Assert.Equal($"{Environment.NewLine}2 passed, 0 failed, 0 skipped{Environment.NewLine}", Told(Recorded("passing.xml")));
    }

    [Fact]
    public void NothingTested_IsNotGreen() => Assert.False(TestReport.Empty.IsGreen);

    [Fact]
    public void NoReport_OrHalfOfOne_IsNone()
    {
        var half = Path.Combine(_folder, "half.xml");
        Assert.Null(TestReport.Read(half));
        var whole = File.ReadAllText(Reports("failing.xml"));
        File.WriteAllText(half, whole[..(whole.Length / 2)]);
        Assert.Null(TestReport.Read(half));
    }

    [Fact]
    public void AnAssemblyThatDoesNotStart_IsAFailure()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "tests", "StockLab.Broken.Tests"));
        var release = Directory.CreateDirectory(Path.Combine(_folder, "artifacts", "bin", "StockLab.Broken.Tests", "release")).FullName;
        File.WriteAllText(Path.Combine(release, "StockLab.Broken.Tests.dll"), "no assembly");

        var run = CommandLine.Run([("STOCKLAB_ROOT", _folder)], "test");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("StockLab.Broken.Tests.dll", run.Output);
        Assert.Contains("left no whole report.", run.Output);
        Assert.EndsWith($"0 passed, 1 failed, 0 skipped{Environment.NewLine}", run.Output);
    }

    private static string Reports(string name) => Path.Combine(CommandLine.Root, "tests", "StockLab.Cli.Tests", "reports", name);

    private static TestReport Recorded(string name) => TestReport.Read(Reports(name))!;

    private static string Told(TestReport report)
    {
        var writer = new StringWriter();
        report.WriteTo(writer);
        return writer.ToString();
    }
}
