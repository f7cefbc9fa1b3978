using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Notebooks.Tests;

public sealed class NotebookDocumentTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-document-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private const string Peculiar = "{\n \"cells\": [\n  {\n   \"cell_type\": \"code\",\n   \"execution_count\": 1e0,\n   \"id\": \"a\",\n   \"metadata\": {\"zebra\": 1.0, \"ape\": -0.00, \"ape\": 12345678901234567890123},\n   \"outputs\": [],\n   \"source\": [\n    \"caf\\u00e9 \\/ caf\u00e9 \\ud83d\\ude00 \ud83d\ude00 \\ud800\"\n   ]\n  },\n\t{ \"cell_type\" : \"markdown\",\"metadata\":{ }, \"source\":\"# Title\\ntext\" , \"id\":\"b\"}\n ],\n \"metadata\": {},\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}";

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    public void AnUntouchedDocument_IsWrittenByteForByte(string end)
    {
        foreach (var mark in new[] { "", "\ufeff" })
        {
            var path = Path.Combine(folder, "peculiar.ipynb");
            var bytes = Encoding.UTF8.GetBytes(mark + Peculiar + end);
            File.WriteAllBytes(path, bytes);
            NotebookDocument.Load(path).Save();
            Assert.Equal(bytes, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void AnyJson_SurvivesTheRoundTrip()
    {
        var documents =
            from seed in Gen.Choose(0, int.MaxValue)
            select RandomNotebook(new Random(seed));
        Prop.ForAll(documents.ToArbitrary(), json => NotebookDocument.Parse(json).ToJson() == json).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void AnEdit_ChangesOnlyWhatItNames()
    {
        var documents = from seed in Gen.Choose(0, int.MaxValue) select RandomNotebook(new Random(seed));
        Prop.ForAll(documents.ToArbitrary(), json =>
        {
            var document = NotebookDocument.Parse(json);
            if (document.Cells.Count == 0)
                return true;
            var cell = document.Cells[document.Cells.Count / 2];
            var old = cell.Source;
            cell.Source = old;
            if (document.ToJson() != json)
                return false;
            cell.Source = "new\n\"text\" \u20ac";
            var edited = JsonDocument.Parse(document.ToJson()).RootElement;
            var original = JsonDocument.Parse(json).RootElement;
            var at = document.Cells.Count / 2;
            return original.EnumerateObject().All(p => p.Name == "cells" || edited.GetProperty(p.Name).GetRawText() == p.Value.GetRawText())
                && original.GetProperty("cells").EnumerateArray().Select((c, i) => i == at
                    ? c.EnumerateObject().All(p => p.Name == "source" || edited.GetProperty("cells")[i].GetProperty(p.Name).GetRawText() == p.Value.GetRawText())
                    : edited.GetProperty("cells")[i].GetRawText() == c.GetRawText()).All(same => same)
                && NotebookDocument.Parse(document.ToJson()).Cells[at].Source == "new\n\"text\" \u20ac";
        }).QuickCheckThrowOnFailure();
    }

    private static string RandomNotebook(Random random)
    {
        string[] spaces = ["", " ", "\n", "\n  ", "\t", "\r\n "];
        string[] scalars = ["null", "true", "-0", "1.50", "1E+5", "12345678901234567890.000", "\"\"", "\"\\u00e9\\/\\n\"", "\"\u00e9\ud83d\ude00\"", "\"a\\\\\\\"b\"", "[]", "{}", "{ }", "[\n]"];
        string Space() => spaces[random.Next(spaces.Length)];
        string Any(int depth) => random.Next(4) switch
        {
            0 when depth < 4 => "[" + string.Join(",", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Space() + Any(depth + 1) + Space())) + "]",
            1 when depth < 4 => "{" + string.Join(",", Enumerable.Range(0, random.Next(1, 4)).Select(k => Space() + "\"k" + k + "\\t\"" + Space() + ":" + Space() + Any(depth + 1) + Space())) + "}",
            _ => scalars[random.Next(scalars.Length)],
        };
        string Cell(int k) => "{" + string.Join(",", new[] { $"\"cell_type\":\"{(k % 2 == 0 ? "code" : "markdown")}\"", $"\"id\" : \"c{k}\"", "\"metadata\":{\"tags\":[\"x\"]," + Space() + "\"odd\":" + Any(0) + "}", "\"source\":" + (random.Next(2) == 0 ? "\"x\\ny\"" : "[\"x\\n\"," + Space() + "\"y\"]"), "\"unknown\":" + Any(0) }
            .OrderBy(_ => random.Next()).Select(member => Space() + member + Space())) + "}";
        return Space() + "{" + Space() + "\"nbformat\":4," + Space() + "\"nbformat_minor\":5,\"extra\":" + Any(0) + ",\"cells\":[" +
            string.Join(",", Enumerable.Range(0, random.Next(4)).Select(k => Space() + Cell(k) + Space())) + "]}" + Space();
    }

    [Fact]
    public void Outputs_AreWrittenAsJupyterWritesThem()
    {
        var document = NotebookDocument.Create();
        var cell = document.Add(CellKind.Code, "1 + 1\n2", "exercise");
        cell.ExecutionCount = 3;
        cell.Outputs =
        [
            new StreamOutput("stdout", "a\nb"),
            new DisplayOutput(new MimeBundle([new("text/plain", "x"), new("application/json", "{\"b\": [1, 2], \"a\": {}}")]), "id"),
            new ResultOutput(MimeBundle.PlainText("2"), 3),
            new ErrorOutput("E", "m", ["t"]),
        ];
        var path = Path.Combine(folder, "written.ipynb");
        document.Save(path);
        var python = Python.Run("nbformat", "import sys, nbformat, json; nb = nbformat.read(sys.argv[1], 4); nbformat.validate(nb); sys.stdout.write(nbformat.writes(nb))", path);
        Assert.Equal(File.ReadAllText(path), python.TrimEnd('\n') + "\n");
        var again = NotebookDocument.Load(path).Cells[0];
        Assert.Equal(3, again.ExecutionCount);
        Assert.Equal(["exercise"], again.Tags);
        Assert.Equal(4, again.Outputs.Count);
        Assert.Equal("a\nb", Assert.IsType<StreamOutput>(again.Outputs[0]).Text);
    }

    [Fact]
    public void MetadataTexts_AreSetAndRemoved_WithoutTouchingOthers()
    {
        var document = NotebookDocument.Parse(Peculiar);
        var cell = document.Cells[0];
        cell.SetText("var x = 1;\nx", "stocklab", "solution");
        Assert.Equal("var x = 1;\nx", NotebookDocument.Parse(document.ToJson()).Cells[0].Text("stocklab", "solution"));
        Assert.Contains("\"zebra\": 1.0, \"ape\": -0.00, \"ape\": 12345678901234567890123}", document.ToJson());
        cell.SetText(null, "stocklab", "solution");
        Assert.Null(cell.Text("stocklab", "solution"));
    }

    [Theory]
    [InlineData("{\n \"nbformat\": 4,\n \"cells\": [}\n", 3, "a value should stand here")]
    [InlineData("{\n \"nbformat\": 4,\n <<<<<<< HEAD\n", 3, "a key in double quotes")]
    [InlineData("", 1, "cut short or empty")]
    [InlineData("[]", 1, "no object")]
    [InlineData("{\n\n \"nbformat\": 3, \"worksheets\": []}", 3, "nbformat 3")]
    [InlineData("{\"cells\": []}", 1, "nbformat")]
    [InlineData("{\"nbformat\": 4,\n\"cells\": [\n{\"cell_type\": \"heading\", \"source\": \"\"}]}", 3, "heading")]
    [InlineData("{\"nbformat\": 4,\n\"cells\": [\n{\"cell_type\": \"code\"}]}", 3, "no source")]
    [InlineData("{\"nbformat\": 4, \"cells\": []}x", 1, "follows the end")]
    [InlineData("{\"nbformat\": 4, \"cells\": [01]}", 1, "comma")]
    [InlineData("{\"a\": \"\\x\"}", 1, "escape")]
    public void WhatIsNoNotebook_IsNamedWithFileLineAndRemedy(string json, int line, string problem)
    {
        var error = Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse(json, "lesson.ipynb"));
        Assert.Equal(line, error.Line);
        Assert.StartsWith("lesson.ipynb, line ", error.Message);
        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void DeepNesting_IsAnError_NotAStackOverflow() =>
        Assert.Throws<NotebookFormatException>(() => NotebookDocument.Parse(new string('[', 100_000)));

    [Fact]
    public void AFileThatIsNotUtf8_NamesTheLine()
    {
        var path = Path.Combine(folder, "latin.ipynb");
        File.WriteAllBytes(path, [(byte)'{', (byte)'\n', (byte)'"', 0xE9, (byte)'"']);
        Assert.Equal(2, Assert.Throws<NotebookFormatException>(() => NotebookDocument.Load(path)).Line);
    }

    [Fact]
    public void ASaveThatFails_LeavesTheOldFile_AndNoOther()
    {
        var path = Path.Combine(folder, "kept.ipynb");
        NotebookDocument.Create().Save(path);
        var before = File.ReadAllBytes(path);
        var document = NotebookDocument.Load(path);
        document.Add(CellKind.Markdown, "new");
        File.Delete(path);
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<Exception>(() => document.Save());
        Directory.Delete(path);
        File.WriteAllBytes(path, before);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void Cells_AreAdded_WithIdsOfTheirOwn()
    {
        var document = NotebookDocument.Create();
        foreach (var kind in new[] { CellKind.Markdown, CellKind.Code, CellKind.Raw })
            document.Add(kind, $"{kind}");
        var again = NotebookDocument.Parse(document.ToJson());
        Assert.Equal(3, again.Cells.Select(cell => cell.Id).Distinct().Count());
        Assert.Equal([CellKind.Markdown, CellKind.Code, CellKind.Raw], again.Cells.Select(cell => cell.Kind));
        Assert.Equal(".net-csharp", again.KernelName);
    }
}
