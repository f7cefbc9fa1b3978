using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using StockLab.Notebooks;

namespace StockLab.Cli.Tests;

/// <summary>A reader at Debian's classic notebook in a browser: opens a lesson, runs it, sees charts and one that moves, completes, interrupts, restarts.</summary>
[Collection(InstalledKernelTests.Name)]
public sealed class ClassicNotebookTests(InstalledKernel kernel) : IDisposable
{
    private const string Chromium = "/usr/bin/chromium", Jupyter = "/usr/bin/jupyter-notebook";
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-classic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Screenshots => Path.Combine(CommandLine.Root, "artifacts", "screenshots");

    [Fact]
    public async Task ALesson_RunsCompletesInterruptsAndRestarts_InTheBrowser()
    {
        Assert.SkipUnless(File.Exists(Jupyter), "This test needs jupyter-notebook.");
        Assert.SkipUnless(File.Exists(Chromium), "This test needs chromium.");
        // The lesson as it is in the repository, and after it two cells that no lesson has.
        var notebooks = Directory.CreateDirectory(Path.Combine(folder, "notebooks")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(folder, "artifacts"), Path.Combine(CommandLine.Root, "artifacts"));
        var document = NotebookDocument.Load(CommandLine.Lessons.Single(lesson => Path.GetFileName(lesson).StartsWith("03-", StringComparison.Ordinal)));
        foreach (var cell in document.Cells.Where(cell => cell.Kind == CellKind.Code))
            (cell.Outputs, cell.ExecutionCount) = ([], null);
        document.Add(CellKind.Code, "while (true) { }");
        document.Add(CellKind.Code, "prices.Close.Length > 1000");
        document.Save(Path.Combine(notebooks, "lesson.ipynb"));
        kernel.Require();

        var port = FreePort();
        var start = new ProcessStartInfo(Jupyter, ["--no-browser", "--allow-root", $"--port={port}", "--ip=127.0.0.1", "--NotebookApp.token=", "--NotebookApp.password=", $"--notebook-dir={folder}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        start.Environment["JUPYTER_PATH"] = kernel.JupyterPath;
        start.Environment["STOCKLAB_DATA"] = CommandLine.Sample;
        start.Environment["JUPYTER_DATA_DIR"] = Path.Combine(folder, "data");
        start.Environment["JUPYTER_RUNTIME_DIR"] = Path.Combine(folder, "runtime");
        using var server = Process.Start(start)!;
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        try
        {
            await Answers($"http://127.0.0.1:{port}/api");
            await Read($"http://127.0.0.1:{port}/notebooks/notebooks/lesson.ipynb", document);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private static async Task Read(string address, NotebookDocument lesson)
    {
        int Cell(string code) => lesson.Cells.Single(cell => cell.Source.StartsWith(code, StringComparison.Ordinal)).Index;
        var (chart, training, endless, last) = (Cell("new Figure($"), Cell("var settings = new TrainingSettings"), Cell("while (true)"), Cell("prices.Close.Length"));

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1100, Height = 1300 } });
        page.SetDefaultTimeout(90_000);
        await page.GotoAsync(address);
        await page.WaitForFunctionAsync("() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected() && Jupyter.notebook.kernel.info_reply.status");

        // How often the chart of the training is drawn.
        await page.EvaluateAsync("""
            training => {
                window.drawn = 0;
                const area = Jupyter.notebook.get_cell(training).output_area.element[0];
                new MutationObserver(changes => window.drawn += changes.some(change => [...change.addedNodes].some(node => node.querySelector && node.querySelector('svg'))) ? 1 : 0)
                    .observe(area, { childList: true, subtree: true });
            }
            """, training);
        await page.EvaluateAsync("() => Jupyter.notebook.execute_all_cells()");
        await page.Locator(".cell").Nth(chart).Locator(".output svg").First.WaitForAsync();
        await page.Locator(".cell").Nth(training).Locator(".output svg").First.WaitForAsync();
        await Screenshot(page, training, "classic-1-training");
        await page.Locator(".cell").Nth(endless).Locator(".input_prompt", new() { HasTextString = "[*]" }).WaitForAsync();
        await page.WaitForFunctionAsync("endless => Jupyter.notebook.get_cells().slice(0, endless).every(cell => cell.cell_type !== 'code' || cell.input_prompt_number > 0)", endless);
        Assert.True(await page.EvaluateAsync<int>("() => window.drawn") >= 2, "the chart of the training did not move");
        Assert.Equal(0, await page.Locator(".output_error").CountAsync());
        await Screenshot(page, chart, "classic-2-chart");

        await page.ClickAsync("#interrupt_kernel, button[data-jupyter-action='jupyter-notebook:interrupt-kernel']");
        await page.Locator(".cell").Nth(endless).Locator(".output_error", new() { HasTextString = "interrupted" }).WaitForAsync();
        await Screenshot(page, endless, "classic-3-interrupted");
        await page.EvaluateAsync("last => Jupyter.notebook.execute_cells([last])", last);
        await page.Locator(".cell").Nth(last).Locator(".output", new() { HasTextString = "True" }).First.WaitForAsync();

        await page.EvaluateAsync("() => { const cell = Jupyter.notebook.insert_cell_at_bottom('code'); Jupyter.notebook.select(Jupyter.notebook.ncells() - 1); Jupyter.notebook.edit_mode(); cell.focus_editor(); }");
        await page.Keyboard.TypeAsync("prices.Clo");
        await page.Keyboard.PressAsync("Tab");
        await page.WaitForFunctionAsync("typed => Jupyter.notebook.get_cell(typed).get_text().includes('prices.Close') || [...document.querySelectorAll('.completions option')].some(way => way.text.includes('Close'))", last + 1);
        await Screenshot(page, last + 1, "classic-4-completed");

        await page.EvaluateAsync("() => Jupyter.notebook.kernel.restart()");
        await page.WaitForFunctionAsync("() => Jupyter.notebook.kernel.is_connected()");
        await page.EvaluateAsync("typed => { Jupyter.notebook.get_cell(typed).set_text('prices'); Jupyter.notebook.execute_cells([typed]); }", last + 1);
        await page.Locator(".cell").Nth(last + 1).Locator(".output_error", new() { HasTextString = "CS0103" }).First.WaitForAsync();
        await Screenshot(page, last + 1, "classic-5-restarted");
    }

    private static async Task Screenshot(IPage page, int cell, string name)
    {
        await page.EvaluateAsync("cell => Jupyter.notebook.get_cell(cell).element[0].scrollIntoView({ block: 'center' })", cell);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png") });
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Answers(string address)
    {
        using var client = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                (await client.GetAsync(address)).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (attempt < 300)
            {
                await Task.Delay(100);
            }
        }
    }
}
