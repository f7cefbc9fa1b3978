using System.Text;
using System.Text.RegularExpressions;

namespace StockLab.Notebooks.Tests;

public sealed class SessionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-session-").FullName;
    private readonly CSharpSession session;

    public SessionTests() => session = new CSharpSession(folder) { Patience = TimeSpan.FromMilliseconds(400) };

    public void Dispose()
    {
        session.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<(CellResult Result, List<CellOutput> Outputs)> Run(string code, CancellationToken cancel = default)
    {
        var outputs = new List<CellOutput>();
        var result = await session.RunAsync(code, outputs.Add, cancel);
        return (result, outputs);
    }

    /// <summary>Runs a cell and tells it to stop once it has begun.</summary>
    private async Task<(CellResult Result, List<CellOutput> Outputs)> RunAndStop(string code, int after)
    {
        using var source = new CancellationTokenSource();
        var outputs = new List<CellOutput>();
        var result = await session.RunAsync("Console.Write(\"begun\");\n" + code, Take, source.Token);
        return (result, outputs);

        void Take(CellOutput output)
        {
            outputs.Add(output);
            if (output is StreamOutput)
                source.CancelAfter(after);
        }
    }

    // A small library beside the notebook, which refers to others there and to more of the framework than a cell sees at first.
    private void Compile(string name, string code, params string[] references)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        using var image = File.Create(Path.Combine(folder, name + ".dll"));
        var compiled = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create(name,
            [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText($"{code} public class {name}Request : System.Net.Http.HttpRequestMessage {{ }}")],
            [
                .. new[] { "System.Private.CoreLib", "System.Runtime", "System.Net.Http" }.Select(file => Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(Path.Combine(framework, file + ".dll"))),
                .. references.Select(file => Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(Path.Combine(folder, file + ".dll"))),
            ],
            new(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.True(compiled.Success, string.Join('\n', compiled.Diagnostics));
    }

    private async Task<object?> Value(string code)
    {
        var (result, _) = await Run(code);
        Assert.True(result.Error is null, result.Error?.Message);
        return result.Value;
    }

    [Fact]
    public async Task Variables_AreSeenByLaterCells()
    {
        await Run("var x = 20; int Twice(int n) => 2 * n; record Point(int X, int Y);");
        Assert.Equal(42, await Value("x++; Twice(x)"));
        Assert.Equal(21, await Value("x"));
        Assert.Equal("Point { X = 1, Y = 2 }", (await Value("new Point(1, 2)"))!.ToString());
    }

    [Fact]
    public async Task Declarations_CanBeRedefined_InLaterCells()
    {
        await Run("record Shape(int A); int F() => 1; var v = 1;");
        await Run("record Shape(string B); string F() => \"two\"; var v = \"text\";");
        Assert.Equal("two text Shape { B = b }", await Value("$\"{F()} {v} {new Shape(\"b\")}\""));
        // A value of the earlier type stays what it was; the name stands for the later one.
        await Run("interface INamed { string Name { get; } } enum Side { Buy } struct Lot { public int Size; } class Order : INamed { public string Name => \"first\"; } var early = new Order();");
        await Run("interface INamed { int Number { get; } } enum Side { Sell } struct Lot { public double Size; } class Order : INamed { public int Number => 2; public Side Side => Side.Sell; public Lot Lot => new() { Size = 0.5 }; }");
        Assert.Equal("first 2 Sell 0.5", await Value("$\"{early.Name} {new Order().Number} {new Order().Side} {new Order().Lot.Size.ToString(System.Globalization.CultureInfo.InvariantCulture)}\""));
    }

    [Fact]
    public async Task Await_WorksAtTheTopLevel_AndOverAsyncStreams()
    {
        Assert.Equal(6, await Value("""
            async IAsyncEnumerable<int> Numbers() { for (var i = 1; i <= 3; i++) { await Task.Delay(1); yield return i; } }
            var sum = 0;
            await foreach (var n in Numbers()) sum += n;
            await Task.FromResult(sum)
            """));
    }

    [Fact]
    public async Task LastExpression_IsTheResult_AndAStatementHasNone()
    {
        var (result, outputs) = await Run("1 + 1");
        Assert.True(result.HasValue);
        Assert.Equal("2", Assert.IsType<ResultOutput>(Assert.Single(outputs)).Data["text/plain"]);
        (result, outputs) = await Run("var y = 3;");
        Assert.False(result.HasValue);
        Assert.Empty(outputs);
        (result, outputs) = await Run("Console.Write(\"\")");
        Assert.False(result.HasValue);
        (result, outputs) = await Run("(object)null");
        Assert.True(result.HasValue);
        Assert.Single(outputs);
    }

    [Fact]
    public async Task UsingsAndEmptyCells_CarryOver()
    {
        Assert.Equal(CellStatus.Ok, (await Run("using System.Globalization;")).Result.Status);
        Assert.Equal(CellStatus.Ok, (await Run("")).Result.Status);
        Assert.Equal(CellStatus.Ok, (await Run("// nothing here")).Result.Status);
        Assert.Equal("", await Value("CultureInfo.InvariantCulture.Name"));
    }

    [Fact]
    public async Task CompilationErrors_NameTheCellsLine_AndShowIt()
    {
        var (result, outputs) = await Run("var a = 1;\nvar b = a + missing;\nfor (;;) { wrong(); }");
        Assert.Equal(CellStatus.Failed, result.Status);
        Assert.Equal([(2, 13), (3, 12)], result.Diagnostics.Select(d => (d.Line, d.Column)));
        var error = Assert.IsType<ErrorOutput>(Assert.Single(outputs));
        Assert.Equal("CompilationError", error.Name);
        Assert.Contains("CS0103", error.Message);
        Assert.Contains("var b = a + missing;", string.Join('\n', error.Traceback));
    }

    [Fact]
    public async Task RuntimeErrors_PointAtTheLinesOfTheCells()
    {
        await Run("// a comment\nint Half(int n)\n{\n    return 10 / n;\n}");
        var (result, outputs) = await Run("Console.WriteLine(\"before\");\nvar kept = 5;\nfor (var i = 0; i < 3; i++)\n    Half(i);");
        Assert.Equal(CellStatus.Failed, result.Status);
        Assert.IsType<DivideByZeroException>(result.Exception);
        var traceback = string.Join('\n', Assert.IsType<ErrorOutput>(outputs[^1]).Traceback);
        Assert.Contains("cell 1, line 4", traceback);
        Assert.Contains("return 10 / n;", traceback);
        Assert.Contains("cell 2, line 4", traceback);
        Assert.Contains("Half(Int32 n)", traceback);
        Assert.DoesNotContain("Submission", traceback);
        Assert.DoesNotContain("MoveNext", traceback);
        Assert.Equal(5, await Value("kept"));
    }

    [Fact]
    public async Task RuntimeErrors_PointAtCellsOfOneLineToo_WhichHaveNoSymbols()
    {
        await Run("int Half(int n) => 10 / n;");
        await Run("Func<int, Task<int>> later = async n => { await Task.Yield(); return Half(n); };");
        var (_, outputs) = await Run("await later(0)");
        Assert.Equal(
            ["DivideByZeroException: Attempted to divide by zero.", "   at Half(Int32 n) in cell 1, line 1:  int Half(int n) => 10 / n;",
                "   at cell 2, line 1:  Func<int, Task<int>> later = async n => { await Task.Yield(); return Half(n); };", "   at cell 3, line 1:  await later(0)"],
            ((ErrorOutput)outputs[^1]).Traceback.Select(line => Regex.Replace(line, "\\e\\[[0-9]+m", "")));
    }

    [Fact]
    public async Task RuntimeErrors_OfALoadedFile_AreNotTakenForThoseOfTheOneLineThatLoadsIt()
    {
        var file = Path.Combine(folder, "broken.csx");
        File.WriteAllText(file, "\n\nint Broken() => int.Parse(\"x\");\n");
        await Run("#load \"broken.csx\"");
        var (_, outputs) = await Run("Broken()");
        var traceback = ((ErrorOutput)outputs[^1]).Traceback;
        Assert.DoesNotContain("cell 1", string.Join('\n', traceback));
        Assert.Contains("cell 2, line 1", traceback[^1]);
    }

    [Fact]
    public async Task RuntimeErrors_OfADeepRecursion_AreShort_AndTellWhereItBeganAndEnded()
    {
        var (_, outputs) = await Run("int Down(int n)\n{\n    if (n == 0)\n        throw new Exception(\"bottom\");\n    return Down(n - 1) + 1;\n}\nDown(500)");
        var traceback = Assert.IsType<ErrorOutput>(outputs[^1]).Traceback;
        Assert.Equal(32, traceback.Count);
        Assert.Contains("line 4", traceback[1]);
        Assert.Equal("   … 472 more …", traceback[21]);
        Assert.Contains("line 7", traceback[^1]);
    }

    [Fact]
    public async Task RuntimeErrors_InAsyncMethodsAndClasses_AreReadable()
    {
        await Run("class Account\n{\n    public async Task Pay()\n    {\n        await Task.Yield();\n        throw new InvalidOperationException(\"no money\", new System.IO.IOException(\"bank closed\"));\n    }\n}");
        var (_, outputs) = await Run("await new Account().Pay();");
        var traceback = string.Join('\n', ((ErrorOutput)outputs[^1]).Traceback);
        Assert.Contains("no money", traceback);
        Assert.Contains("Account.Pay() in", traceback);
        Assert.Contains("cell 1, line 6", traceback);
        Assert.Contains("caused by", traceback);
        Assert.Contains("bank closed", traceback);
        Assert.DoesNotContain("<Pay>", traceback);
    }

    [Theory]
    [InlineData("Math.PI", true)]
    [InlineData("Encoding.UTF8", true)]
    [InlineData("default(IEnumerable)", true)]
    [InlineData("new List<int>()", true)]
    [InlineData("Task.CompletedTask", true)]
    [InlineData("Enumerable.Empty<int>()", true)]
    [InlineData("Path.GetTempPath()", false)]
    [InlineData("Thread.CurrentThread", false)]
    [InlineData("CultureInfo.InvariantCulture", false)]
    public async Task Imports_AreThoseOfDotNetInteractive(string code, bool compiles)
    {
        // dotnet/interactive, src/Microsoft.DotNet.Interactive.CSharp/CSharpKernel.cs: AddImports. A lesson that needs more says so, and so runs on either kernel.
        var (result, _) = await Run($"object x = {code};");
        Assert.Equal(compiles, result.Status == CellStatus.Ok);
        Assert.Equal(!compiles, result.Diagnostics.Any(diagnostic => diagnostic.Id == "CS0103"));
    }

    [Fact]
    public async Task Warnings_AreDiagnostics_NotOutput()
    {
        var (result, outputs) = await Run("int F() { int unused; return 1; }\nF();");
        Assert.Equal(CellStatus.Ok, result.Status);
        Assert.Empty(outputs);
        Assert.Contains(result.Diagnostics, d => d.Id == "CS0168" && d.Line == 1);
    }

    [Fact]
    public async Task Streams_AreCaptured_FromEveryThreadAndTask()
    {
        var (_, outputs) = await Run("""
            Console.WriteLine("main");
            Console.Error.WriteLine("wrong");
            var thread = new System.Threading.Thread(() => { for (var i = 0; i < 200; i++) Console.WriteLine("thread"); });
            thread.Start();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(k => Task.Run(() => { for (var i = 0; i < 200; i++) Console.WriteLine("task" + k); })));
            thread.Join();
            """);
        var text = string.Concat(outputs.OfType<StreamOutput>().Where(o => o.Name == "stdout").Select(o => o.Text));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1001, lines.Length);
        Assert.All(lines, line => Assert.Contains(line, (string[])["main", "thread", "task0", "task1", "task2", "task3"]));
        Assert.Equal("wrong\n", string.Concat(outputs.OfType<StreamOutput>().Where(o => o.Name == "stderr").Select(o => o.Text)));
    }

    [Fact]
    public async Task Console_OutsideOfCells_StaysWhereItWas()
    {
        var before = Console.Out;
        var mine = new StringWriter();
        session.Dispose();
        Console.SetOut(mine);
        try
        {
            var outputs = new List<CellOutput>();
            using (var other = new CSharpSession(folder))
            {
                var running = other.RunAsync("Console.Write(\"cell\"); await Task.Delay(100); Console.Write(\"cell\");", outputs.Add);
                await Task.Delay(30);
                Console.Write("host");
                await running;
            }
            Assert.Equal("cellcell", string.Concat(outputs.Cast<StreamOutput>().Select(o => o.Text)));
            Assert.Equal("host", mine.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    [Fact]
    public async Task ACellsOwnWriter_DoesNotOutliveIt()
    {
        await Run("var own = new System.IO.StringWriter(); Console.SetOut(own); Console.Write(\"hidden\");");
        var (_, outputs) = await Run("Console.Write(own.ToString() + \" seen\");");
        Assert.Equal("hidden seen", ((StreamOutput)Assert.Single(outputs)).Text);
    }

    [Fact]
    public async Task Display_ReturnsAHandle_ThatUpdatesInPlace()
    {
        var (_, outputs) = await Run("var shown = display(\"one\"); shown.Update(\"two\"); display(12);");
        var first = Assert.IsType<DisplayOutput>(outputs[0]);
        Assert.Equal("one", first.Data["text/plain"]);
        var update = Assert.IsType<DisplayUpdate>(outputs[1]);
        Assert.Equal((first.DisplayId, "two"), (update.DisplayId, update.Data["text/plain"]));
        var (_, later) = await Run("shown.Update(\"three\");");
        Assert.Contains("three", outputs.Concat(later).OfType<DisplayUpdate>().Select(o => o.Data["text/plain"]));
    }

    [Fact]
    public async Task Values_HaveTheFormatsOfDotNetInteractive()
    {
        var (_, outputs) = await Run("new[] { new { Name = \"A\", Price = 1.5 }, new { Name = \"B\", Price = 2.0 } }");
        var data = ((ResultOutput)Assert.Single(outputs)).Data;
        Assert.Contains("<table>", data["text/html"]);
        Assert.Contains("Name", data["text/plain"]);
    }

    [Theory]
    [InlineData("Enumerable.Range(0, 100)", "[ 0, 1, 2,", "(80 more)", "[ 0, 1, 2,", "(80 more)")]
    [InlineData("new List<List<int>> { new() { 1, 2 }, new() { 3 } }", "[ 1, 2 ]", "[ 3 ]", "<td>0</td>", "[ 1, 2 ]")]
    [InlineData("new Dictionary<string, double> { [\"AAPL\"] = 1.5 }", "Key: AAPL", "Value: 1.5", "<th><i>key</i></th>", "AAPL")]
    [InlineData("new { Name = \"outer\", Inner = new { Values = new[] { 1.5, 2.5 } } }", "Name: outer", "Values: [ 1.5, 2.5 ]", "<td>Inner</td>", "<details")]
    [InlineData("new Exception(\"wrong\", new FormatException(\"cause\"))", "System.Exception: wrong", "FormatException: cause", "<td>Message</td>", "<td>InnerException</td>")]
    [InlineData("(1, \"two\")", "( 1, two )", "", "Item2", "two")]
    [InlineData("(object)null", "<null>", "", "&lt;null&gt;", "")]
    [InlineData("\"a <b>\"", "a <b>", "", "a <b>", "")]
    public async Task Values_AreReadableByDefault(string code, string text, string moreText, string html, string moreHtml)
    {
        var (result, outputs) = await Run(code);
        Assert.True(result.Error is null, result.Error?.Message);
        var data = ((ResultOutput)Assert.Single(outputs)).Data;
        Assert.Contains(text, data["text/plain"]);
        Assert.Contains(moreText, data["text/plain"]);
        // A string has no markup: it is shown as it is.
        Assert.Contains(html, data["text/html"] ?? data["text/plain"]);
        Assert.Contains(moreHtml, data["text/html"] ?? data["text/plain"]);
    }

    [Fact]
    public async Task FormatterSourceByConvention_GivesABundleOfAllPreferredTypes()
    {
        await Run("""
            [AttributeUsage(AttributeTargets.Class)]
            class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type type) => FormatterSourceType = type;
                public Type FormatterSourceType { get; }
                public string[] PreferredMimeTypes { get; set; }
            }
            public class ChartFormats
            {
                public IEnumerable<object> CreateTypeFormatters() { yield return new F("image/svg+xml", "<svg/>"); yield return new F("text/plain", "a chart"); yield return new F("application/vnd.plotly.v1+json", "{\"data\":[]}"); }
            }
            public class F
            {
                private readonly string text;
                public F(string mime, string text) { MimeType = mime; this.text = text; }
                public string MimeType { get; }
                public bool Format(object value, System.IO.TextWriter writer) { writer.Write(text); return true; }
            }
            [TypeFormatterSource(typeof(ChartFormats), PreferredMimeTypes = new[] { "application/vnd.plotly.v1+json", "image/svg+xml", "text/plain" })]
            public class Chart { }
            """);
        var (result, outputs) = await Run("new Chart()");
        Assert.True(result.Error is null, result.Error?.Message);
        var data = ((ResultOutput)Assert.Single(outputs)).Data;
        Assert.Equal(["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"], data.Select(e => e.Key).Order(StringComparer.Ordinal));
        Assert.Equal("<svg/>", data["image/svg+xml"]);
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("for (;;) ;")]
    [InlineData("do x++; while (true);")]
    [InlineData("again: x++; goto again;")]
    [InlineData("foreach (var n in Endless()) { foreach (var m in Endless()) x++; }")]
    [InlineData("Spin();")]
    [InlineData("await Task.Run(() => { while (true) x++; });")]
    [InlineData("while (true) { try { x++; } catch { } }")]
    [InlineData("Fib(60)")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("await Task.Delay(-1, Cancel);")]
    [InlineData("while (true) await Task.Yield();")]
    public async Task Cancellation_StopsTheCell_AndKeepsTheState(string code)
    {
        await Run("""
            var x = 0L;
            IEnumerable<int> Endless() { while (true) yield return 1; }
            class Spinner { public static void Turn() { for (var i = 0L; ; i++) { } } }
            void Spin() => Spinner.Turn();
            long Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
            """);
        var (result, outputs) = await RunAndStop(code, after: 150);
        Assert.Equal(CellStatus.Interrupted, result.Status);
        Assert.DoesNotContain("left behind", ((ErrorOutput)outputs[^1]).Message);
        Assert.Equal(CellStatus.Ok, (await Run("x = 7;")).Result.Status);
        Assert.Equal(7L, await Value("x"));
        Assert.Equal(55L, await Value("Fib(10)"));
    }

    [Theory]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("await new TaskCompletionSource().Task;")]
    public async Task ACellThatDoesNotHeedCancellation_IsLeftBehind(string code)
    {
        var (result, outputs) = await RunAndStop("var kept = 3;\n" + code, after: 50);
        Assert.Equal(CellStatus.Interrupted, result.Status);
        Assert.Contains("left behind", ((ErrorOutput)outputs[^1]).Message);
        Assert.Equal(3, await Value("kept"));
    }

    [Theory]
    [InlineData("Enumerable.Range(0, 100).Select(n => { System.Threading.Thread.Sleep(300); return n; })", false)]
    [InlineData("IEnumerable<int> Endless() { while (true) { } yield return 1; }\nEndless()", false)]
    [InlineData("class Dawdling { public override string ToString() { Task.Delay(60_000).GetAwaiter().GetResult(); return \"late\"; } }\n(object)new Dawdling()", false)]
    [InlineData("class Deaf { public override string ToString() { var end = Environment.TickCount64 + 6000; Enumerable.Repeat(0, int.MaxValue).First(_ => Environment.TickCount64 > end); return \"late\"; } }\n(object)new Deaf()", true)]
    public async Task AValueThatComputesAsItIsShown_CanBeStoppedToo(string code, bool leftBehind)
    {
        await Run("var kept = 3;");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var (result, outputs) = await RunAndStop(code, after: 100);
        Assert.Equal(CellStatus.Interrupted, result.Status);
        Assert.Equal(["begun", "Interrupted"], outputs.Select(output => output is ErrorOutput error ? error.Name : ((StreamOutput)output).Text));
        if (leftBehind)
            Assert.Contains("left behind", result.Error!.Message);
        Assert.Equal(3, await Value("kept"));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"it took {clock.Elapsed}");
        await Task.Delay(leftBehind ? 6200 : 0);
        Assert.Equal(2, outputs.Count);      // not even late
    }

    [Fact]
    public async Task WhoBlocksAfterACell_DoesNotBlockTheNextOne() =>
        await Task.Run(async () =>
        {
            await session.RunAsync("var x = 1;").ConfigureAwait(false);
#pragma warning disable xUnit1031 // What must not happen is that this waits forever.
            var result = session.RunAsync("x + 1").GetAwaiter().GetResult();
#pragma warning restore xUnit1031
            Assert.Equal(2, result.Value);
        }).WaitAsync(TimeSpan.FromSeconds(60));

    [Fact]
    public async Task WhatACellChangesOfItsThread_EndsWithIt()
    {
        await Run("var local = new System.Threading.AsyncLocal<int>();");
        Assert.Equal(5, await Value("local.Value = 5; await Task.Yield(); local.Value"));
        Assert.Equal(6, await Value("local.Value = 6; local.Value"));
        Assert.Equal(0, await Value("local.Value"));
    }

    [Fact]
    public async Task ACellThatIsToldToStopWhileItIsCompiled_IsNotBegun()
    {
        await Run("var x = 1;");
        var functions = string.Join('\n', Enumerable.Range(0, 4000).Select(i => $"int F{i}(int n) {{ var sum = 0; for (var i = 0; i < n; i++) sum += i * {i}; return sum; }}"));
        using var source = new CancellationTokenSource(50);
        var (result, outputs) = await Run($"x = 2; var y = 3;\n{functions}", source.Token);
        Assert.Equal(CellStatus.Interrupted, result.Status);
        Assert.Equal("Interrupted", Assert.IsType<ErrorOutput>(Assert.Single(outputs)).Name);
        Assert.Equal(1, await Value("x"));
        Assert.Equal("CS0103", Assert.Single((await Run("y")).Result.Diagnostics).Id);
        Assert.Equal(5, await Value("var y = 4; y + x"));
    }

    [Fact]
    public async Task AReaderOfACellsOwn_IsGoneWithTheCell()
    {
        var options = new CellOptions { Input = (_, _) => "from the reader" };
        Assert.Equal("from the cell", (await session.RunAsync("Console.SetIn(new System.IO.StringReader(\"from the cell\")); Console.ReadLine()", options)).Value);
        Assert.Equal("from the reader", (await session.RunAsync("Console.ReadLine()", options)).Value);
    }

    [Theory]
    [InlineData("$\"pri", 5)]
    [InlineData("$\"pri\"", 5)]
    [InlineData("$\"a {1} pri\"", 11)]
    [InlineData("$@\"pri", 6)]
    [InlineData("$\"\"\"\npri\n\"\"\"", 8)]
    [InlineData("$\"{1:pri}\"", 8)]
    [InlineData("$\"", 2)]
    [InlineData("$\"{1}", 5)]
    [InlineData("\"pri\"u8", 4)]
    [InlineData("@\"a\"\"pri\"", 8)]
    public void Completion_InsideText_IsNone(string code, int position) => Assert.Empty(session.Complete(code, position).Items);

    [Theory]
    [InlineData("var prices = 1; $\"{pri", 22)]
    [InlineData("var prices = 1; $\"{pri}\"", 22)]
    [InlineData("var prices = 1; $\"a\" + pri", 26)]
    [InlineData("var prices = 1; \"a\"u8 + pri", 27)]
    public void Completion_BetweenText_IsThatOfCode(string code, int position) => Assert.Equal("prices", session.Complete(code, position).Items[0].Text);

    [Theory]
    [InlineData("Same<int>(3)", "int Same<int>(int value)")]
    [InlineData("new[] { 1 }.Cast<int>().Count()", "int IEnumerable<int>.Count")]
    [InlineData("new[] { 1 }.Cast<long>(3)", "IEnumerable<long> IEnumerable.Cast<long>()")]
    public async Task Inspection_InAnArgumentList_ExplainsWhatIsCalled(string code, string signature)
    {
        await Run("T Same<T>(T value) => value;");
        Assert.StartsWith(signature, session.Inspect(code, code.Length - 1)!.Plain);
    }

    [Fact]
    public async Task Inspection_OfATypeWithoutAComment_SaysNothingOfItsInterfaces()
    {
        await Run("record Bar(int Volume); interface IMine : IDisposable { }");
        Assert.Equal("record Bar", session.Inspect("Bar", 1)!.Plain);
        Assert.Equal("interface IMine", session.Inspect("IMine", 1)!.Plain);
    }

    [Fact]
    public async Task References_AreRelativeToTheFolder_AndUnifyWithTheHost()
    {
        var copy = Path.Combine(folder, "StockLab.Notebooks.dll");
        File.Copy(typeof(CSharpSession).Assembly.Location, copy);
        Assert.Same(typeof(MimeBundle), await Value("#r \"StockLab.Notebooks.dll\"\ntypeof(StockLab.Notebooks.MimeBundle)"));
    }

    [Fact]
    public async Task AMissingReference_SaysWhereItLooked_AndTheRemedy()
    {
        var (result, outputs) = await Run("#r \"../artifacts/lib/Nowhere.dll\"\n1");
        Assert.Equal(CellStatus.Failed, result.Status);
        var message = ((ErrorOutput)Assert.Single(outputs)).Message;
        Assert.Contains("Nowhere.dll", message);
        Assert.Contains("found. Paths are relative to the notebook's folder", message);
    }

    [Fact]
    public async Task ALibrarysTypes_StayTheSame_WhenALaterCellFails_OrNeedsMoreOfTheFramework()
    {
        // A library of a library: the second is found only when somebody asks for it.
        Compile("Inner", "public interface IShown { }");
        Compile("Outer", "public class Series : IShown { public int Count = 3; }", "Inner");
        await Run("#r \"Inner.dll\"\n#r \"Outer.dll\"");
        await Run("var series = new Series();");
        var (result, _) = await Run("Series Same(Series s) => s; Same(series); Same(nowhere)");
        Assert.Equal("CS0103", Assert.Single(result.Diagnostics).Id);       // only what is wrong
        Assert.Equal("a", await Value("Series Same(Series s) => s; Same(series); new System.Xml.Linq.XElement(\"a\").Name.LocalName"));
    }

    [Fact]
    public async Task LoadedScripts_AreRelativeToTheFolder()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "tools.csx"), "int Answer() => 42;", Encoding.UTF8);
        Assert.Equal(42, await Value("#load \"tools.csx\"\nAnswer()"));
    }

    [Fact]
    public async Task Tensors_ShowShapeTypeDeviceAndValues_AlsoWithinOtherValues()
    {
        // A stand-in with the names of TorchSharp, compiled by Roslyn to a library of that name: this room knows no tensors.
        var library = Path.Combine(folder, "TorchSharp.dll");
        using var image = File.Create(library);
        var compiled = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create("TorchSharp",
            [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("""
                namespace TorchSharp;
                public enum TensorStringStyle { Metadata, Julia }
                public static class torch
                {
                    public sealed class Tensor
                    {
                        public Tensor grad => throw new System.Exception("computed");
                        public string ToString(TensorStringStyle style, string fltFormat = null, int? width = null, System.Globalization.CultureInfo cultureInfo = null, string newLine = null) =>
                            $"[2], type = Float32, device = cpu{newLine} 1 {0.5.ToString(fltFormat, cultureInfo)} <{style}>" + (Long ? string.Concat(System.Linq.Enumerable.Repeat(newLine + "row", 50)) : "");
                        public bool Long;
                    }
                }
                """)],
            new[] { typeof(object), typeof(Enumerable) }.Select(type => Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(type.Assembly.Location)).Append(
                Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Runtime.dll"))),
            new(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        image.Dispose();
        Assert.True(compiled.Success, string.Join('\n', compiled.Diagnostics));
        var (_, outputs) = await Run("#r \"TorchSharp.dll\"\nusing TorchSharp;\nvar t = new torch.Tensor(); t");
        var data = ((ResultOutput)Assert.Single(outputs)).Data;
        Assert.Equal("[2], type = Float32, device = cpu\n 1 0.5 <Julia>", data["text/plain"]);
        Assert.Contains("&lt;Julia&gt;", data["text/html"]);
        (_, outputs) = await Run("new torch.Tensor { Long = true }");
        Assert.EndsWith("row\n … 42 more lines", ((ResultOutput)Assert.Single(outputs)).Data["text/plain"]);
        (_, outputs) = await Run("(1, t)");
        Assert.Contains("device = cpu", ((ResultOutput)Assert.Single(outputs)).Data["text/html"]);
    }

    [Fact]
    public async Task ASideEvaluation_NeitherCountsNorShows()
    {
        await Run("var x = 1;");
        var outputs = new List<CellOutput>();
        var result = await session.RunAsync("x + 1", new CellOptions { Output = outputs.Add, IsCounted = false, ShowsResult = false });
        Assert.Equal(2, result.Value);
        Assert.Empty(outputs);
        Assert.Equal(1, session.ExecutionCount);
    }

    [Fact]
    public async Task ReadLine_AsksTheReader_OrSaysThatNobodyIsThere()
    {
        var result = await session.RunAsync("Console.ReadLine() + (char)Console.Read()", new CellOptions { Input = (_, _) => "answer" });
        Assert.Equal("answera", result.Value);
        var (failed, _) = await Run("Console.ReadLine()");
        Assert.Contains("nobody is there", failed.Error!.Message);
    }
}
