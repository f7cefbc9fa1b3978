using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

namespace StockLab.Notebooks.Tests;

/// <summary>A reader at Debian's classic notebook in a browser: opens a lesson, runs it, sees a chart, completes, interrupts, restarts.</summary>
public sealed class ClassicNotebookTests : IDisposable
{
    private const string Chromium = "/usr/bin/chromium", Jupyter = "/usr/bin/jupyter-notebook";
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-classic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Screenshots
    {
        get
        {
            var artifacts = new DirectoryInfo(AppContext.BaseDirectory);
            while (artifacts is not null && artifacts.Name != "artifacts")
                artifacts = artifacts.Parent;
            return Path.Combine(artifacts?.FullName ?? AppContext.BaseDirectory, "screenshots");
        }
    }

    [Fact]
    public async Task ALesson_RunsCompletesInterruptsAndRestarts_InTheBrowser()
    {
        Assert.SkipUnless(File.Exists(Jupyter), "This test needs jupyter-notebook.");
        Assert.SkipUnless(File.Exists(Chromium), "This test needs chromium.");
        var document = NotebookDocument.Create();
        document.Add(CellKind.Markdown, "# A lesson in the browser");
        document.Add(CellKind.Code, $"#r \"{typeof(StockLab.Display.Figure).Assembly.Location}\"\nusing StockLab.Display;\nvar xs = Enumerable.Range(0, 100).Select(i => i / 10.0).ToArray();");
        document.Add(CellKind.Code, "new Figure(\"A sine\").Line(xs, xs.Select(Math.Sin).ToArray(), \"sin\")");
        document.Add(CellKind.Code, "var progress = display(\"0 %\");\nfor (var i = 1; i <= 4; i++) { await Task.Delay(50); progress.Update($\"{25 * i} %\"); }");
        document.Add(CellKind.Code, "while (true) { }");
        document.Add(CellKind.Code, "xs.Length");
        document.Save(Path.Combine(folder, "lesson.ipynb"));
        KernelSpec.Install(KernelUnderClient.Command, folder);

        var port = FreePort();
        var start = new ProcessStartInfo(Jupyter, ["--no-browser", "--allow-root", $"--port={port}", "--ip=127.0.0.1", "--NotebookApp.token=", "--NotebookApp.password=", $"--notebook-dir={folder}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        start.Environment["JUPYTER_PATH"] = Path.Combine(folder, "share", "jupyter");
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
            await Read($"http://127.0.0.1:{port}/notebooks/lesson.ipynb");
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private static async Task Read(string address)
    {
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

        await page.EvaluateAsync("() => Jupyter.notebook.execute_all_cells()");
        await page.Locator(".cell").Nth(2).Locator(".output svg").First.WaitForAsync();
        await page.Locator(".cell").Nth(3).Locator(".output", new() { HasTextString = "100 %" }).First.WaitForAsync();
        await page.Locator(".cell").Nth(4).Locator(".input_prompt", new() { HasTextString = "[*]" }).WaitForAsync();
        await Screenshot(page, "classic-1-running");

        await page.ClickAsync("#interrupt_kernel, button[data-jupyter-action='jupyter-notebook:interrupt-kernel']");
        await page.Locator(".cell").Nth(4).Locator(".output_error", new() { HasTextString = "interrupted" }).WaitForAsync();
        await Screenshot(page, "classic-2-interrupted");
        await page.EvaluateAsync("() => Jupyter.notebook.execute_cells([5])");
        await page.Locator(".cell").Nth(5).Locator(".output", new() { HasTextString = "100" }).First.WaitForAsync();

        await page.EvaluateAsync("() => { const cell = Jupyter.notebook.insert_cell_at_bottom('code'); Jupyter.notebook.select(Jupyter.notebook.ncells() - 1); Jupyter.notebook.edit_mode(); cell.focus_editor(); }");
        await page.Keyboard.TypeAsync("xs.Ave");
        await page.Keyboard.PressAsync("Tab");
        await page.WaitForFunctionAsync("() => Jupyter.notebook.get_cell(6).get_text().includes('xs.Average') || document.querySelector('.completions')");
        await Screenshot(page, "classic-3-completed");

        await page.EvaluateAsync("() => Jupyter.notebook.kernel.restart()");
        await page.WaitForFunctionAsync("() => Jupyter.notebook.kernel.is_connected()");
        await page.EvaluateAsync("() => { Jupyter.notebook.get_cell(6).set_text('xs'); Jupyter.notebook.execute_cells([6]); }");
        await page.Locator(".cell").Nth(6).Locator(".output_error", new() { HasTextString = "CS0103" }).First.WaitForAsync();
        await Screenshot(page, "classic-4-restarted");
    }

    private static Task Screenshot(IPage page, string name) => page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png") });

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
