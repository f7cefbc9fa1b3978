using System.CommandLine;
using System.Globalization;
using System.Text;
using StockLab.Display;
using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Cli;

/// <summary><c>stocklab sweep</c>: many trainings, kept in a database, by any number of workers.</summary>
internal static class SweepVerb
{
    public static Command Create() => new("sweep", "Train a whole space of hyper-parameters: kept in a database, by any number of workers on any number of machines.")
    {
        Init(), SweepWorkVerb.Create(), Status(), Best(), Export(), Retry(), Cancel(), Slurm(),
    };

    private static Command Init()
    {
        var space = new Argument<string>("SPACE") { Description = "A YAML or JSON file of the search space; or s4, the source's grid of 64; or rehearsal, 100 tasks that train nothing." };
        var name = new Option<string?>("--name") { Description = "The sweep's name (default: the file's).", HelpName = "NAME" };
        var store = SweepPlace.Option();
        var data = CommonOptions.Data();
        var symbol = new Option<string?>("--symbol") { Description = "The ticker, in place of the search space's.", HelpName = "S" };
        var mode = new Option<Mode?>("--mode") { Description = "honest, or faithful to the source, mistakes included." };
        var repeats = new Option<int?>("--repeats") { Description = "How often each setting is trained, each time with another seed.", HelpName = "N" };
        var tries = new Option<int?>("--tries") { Description = "How often a task is tried (default: 30).", HelpName = "N" };
        var retry = new Option<double?>("--retry-seconds") { Description = "How long a failed task rests before the next try (default: 5).", HelpName = "S" };
        var stale = new Option<double?>("--stale-seconds") { Description = "A task whose worker is silent for so long returns to the queue (default: 60).", HelpName = "S" };
        var command = new Command("init", "Begin a sweep: make its tables, its tasks and its prices.") { space, name, store, data, symbol, mode, repeats, tries, retry, stale };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var chosen = parsed.GetValue(space)!;
            var plan = chosen switch
            {
                "s4" => S4.Grid,
                "rehearsal" => Rehearsal.Of(tasks: 100, milliseconds: 20),
                _ when File.Exists(chosen) => SearchSpaceFile.Read(chosen, parsed.GetValue(name)),
                _ => throw new ArgumentException($"There is no search space '{chosen}': no such file, and neither s4 nor rehearsal."),
            };
            plan = plan with
            {
                Name = parsed.GetValue(name) ?? plan.Name,
                Symbol = parsed.GetValue(symbol) ?? plan.Symbol,
                Mode = parsed.GetValue(mode) ?? plan.Mode,
                Repeats = parsed.GetValue(repeats) ?? plan.Repeats,
                MaxTries = parsed.GetValue(tries) ?? plan.MaxTries,
                RetrySeconds = parsed.GetValue(retry) ?? plan.RetrySeconds,
                StaleSeconds = parsed.GetValue(stale) ?? plan.StaleSeconds,
            };
            var place = SweepPlace.Of(plan.Checked().Name, parsed.GetValue(store));
            using var sweep = SweepStore.Create(place, plan, SweepExperiment.Find(plan.Recipe).NeedsPrices ? PriceFolder.Open(parsed.GetValue(data)) : null);
            if (plan.Mode == Mode.Faithful)
                Console.Error.WriteLine("Faithful to S4, mistakes included: the broadcast error is recorded as MSE, Keras's accuracy of a regression as ACCURACY, and the dates of training and test are swapped.");
            Console.WriteLine(sweep.Status().ToDisplay().ToText());
            Console.WriteLine($"store: {place}");
        }, cancel));
        return command;
    }

    private static Command Status()
    {
        var sweep = new SweepPlace();
        var watch = new Option<bool>("--watch") { Description = "Draw it again every two seconds until every task has ended." };
        var json = new Option<bool>("--json") { Description = "One JSON object on one line." };
        var command = new Command("status", "Where a sweep stands, how fast it goes, and how long it will take.") { sweep.Name, sweep.Store, watch, json };
        command.SetAction(async (parsed, cancel) =>
        {
            using var store = sweep.Open(parsed, parsed.GetValue(watch) ? TimeSpan.FromMinutes(2) : null);
            var screen = LiveText.OnOutput();
            while (true)
            {
                var status = store.Status();
                if (parsed.GetValue(json))
                {
                    Console.WriteLine(status.ToJson());
                }
                else
                {
                    screen.Show(Text(status));
                }
                if (!parsed.GetValue(watch) || status.Ended == status.Tasks)
                    return 0;
                await Task.Delay(TimeSpan.FromSeconds(2), cancel).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static string Text(SweepStatus status)
    {
        var text = new StringBuilder(status.ToDisplay().ToText()).AppendLine();
        foreach (var task in status.Running.Take(16))
            text.AppendLine(CultureInfo.InvariantCulture, $"   {task.Code} on {task.Worker}, try {task.Try}, last sign of life {Duration.Text(task.Silent)} ago");
        if (status.Running.Count > 16)
            text.AppendLine(CultureInfo.InvariantCulture, $"   and {status.Running.Count - 16} more");
        return text.ToString();
    }

    private static Command Best()
    {
        var sweep = new SweepPlace();
        var top = new Option<int>("--top") { Description = "How many.", DefaultValueFactory = _ => 5, HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "One JSON object on one line." };
        var command = new Command("best", "The best tasks by the mean squared error, beside the naive forecast and the source's wrong ranking.") { sweep.Name, sweep.Store, top, json };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            if (parsed.GetValue(top) < 1)
                throw new ArgumentException($"--top is {parsed.GetValue(top)}; a ranking shows at least 1 task.");
            using var store = sweep.Open(parsed);
            var ranking = SweepRanking.Of(store.ReadOutcome());
            if (parsed.GetValue(json))
                Console.WriteLine(ranking.ToJson());
            else
                Console.WriteLine(ranking.Top(parsed.GetValue(top)).ToText());
        }, cancel));
        return command;
    }

    private static Command Export()
    {
        var sweep = new SweepPlace();
        var output = new Option<FileInfo>("--output", "-o") { Description = "The file; its ending says what it becomes: .csv, .xlsx (Excel) or .html (a report in one page).", Required = true, HelpName = "FILE" };
        var command = new Command("export", "Write a sweep's outcome to a file.") { sweep.Name, sweep.Store, output };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var file = parsed.GetValue(output)!;
            using var store = sweep.Open(parsed);
            var outcome = store.ReadOutcome();
            switch (file.Extension.ToLowerInvariant())
            {
                case ".csv":
                    SweepCsv.Write(outcome, file.FullName);
                    break;
                case ".xlsx":
                    SweepWorkbook.Write(outcome, file.FullName);
                    break;
                case ".html":
                    SweepReport.Write(outcome, file.FullName);
                    break;
                default:
                    throw new ArgumentException($"A sweep cannot be written as '{file.Extension}'. End the file's name in .csv, .xlsx or .html.");
            }
            Console.WriteLine($"{outcome.Trials.Count} tasks: {file.FullName}");
        }, cancel));
        return command;
    }

    private static Command Retry()
    {
        var sweep = new SweepPlace();
        var tasks = Tasks("The tasks (default: all that failed or were cancelled).");
        var command = new Command("retry", "Put tasks back into the queue.") { sweep.Name, sweep.Store, tasks };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            using var store = sweep.Open(parsed);
            using var queue = store.Queue();
            Console.WriteLine($"{queue.Retry(parsed.GetValue(tasks) is { Length: > 0 } named ? named : null)} tasks are back in the queue.");
        }, cancel));
        return command;
    }

    private static Command Cancel()
    {
        var sweep = new SweepPlace();
        var tasks = Tasks("The tasks (default: all that wait).");
        var running = new Option<bool>("--running") { Description = "Also those that run: their workers stop them at the next sign of life." };
        var command = new Command("cancel", "Take tasks out of the queue; stocklab sweep retry puts them back.") { sweep.Name, sweep.Store, tasks, running };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            using var store = sweep.Open(parsed);
            using var queue = store.Queue();
            Console.WriteLine($"{queue.Cancel(parsed.GetValue(tasks) is { Length: > 0 } named ? named : null, parsed.GetValue(running))} tasks were cancelled.");
        }, cancel));
        return command;
    }

    private static Command Slurm()
    {
        var sweep = new SweepPlace();
        var output = new Option<FileInfo?>("--output", "-o") { Description = "The script (default: standard output).", HelpName = "FILE" };
        var usual = new SlurmScript();
        var gpu = new Option<bool>("--gpu") { Description = "Jobs that ask for a GPU and train on it." };
        var minutes = new Option<double>("--minutes") { Description = "How long a job should work; the tasks a job follow from the measured time of a task.", DefaultValueFactory = _ => usual.Minutes, HelpName = "N" };
        var seconds = new Option<double?>("--task-seconds") { Description = "Seconds a task, where none has been measured.", HelpName = "S" };
        var memory = new Option<int>("--memory") { Description = "Megabytes a job.", DefaultValueFactory = _ => usual.Megabytes, HelpName = "MB" };
        var most = new Option<int>("--at-once") { Description = "Jobs at a time at most; 0 leaves it to the cluster.", HelpName = "N" };
        var partition = new Option<string?>("--partition") { Description = "The cluster's partition (default: the cluster's).", HelpName = "P" };
        var command = new Command("slurm", "Write an sbatch array script whose jobs work on the sweep.") { sweep.Name, sweep.Store, output, gpu, minutes, seconds, memory, most, partition };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            using var store = sweep.Open(parsed);
            var script = new SlurmScript
            {
                Gpu = parsed.GetValue(gpu),
                Minutes = parsed.GetValue(minutes),
                SecondsATask = parsed.GetValue(seconds),
                Megabytes = parsed.GetValue(memory),
                AtOnce = parsed.GetValue(most),
                Partition = parsed.GetValue(partition),
                Command = Path.Combine(Repository.Root, "stocklab"),
            };
            var text = script.Write(store.Place, store.Status());
            if (parsed.GetValue(output) is not { } file)
            {
                Console.Write(text);
                return;
            }
            AtomicFile.Write(file.FullName, Encoding.UTF8.GetBytes(text));
            Console.WriteLine($"{file.FullName}\nSubmit it with the store in the environment, so that no password stands in a file:\n   {SweepPlace.Variable}='Server=…' sbatch {file.FullName}");
        }, cancel));
        return command;
    }

    private static Option<string[]> Tasks(string description) => new("--tasks") { Description = description, HelpName = "TASK", AllowMultipleArgumentsPerToken = true };
}
