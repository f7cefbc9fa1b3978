using System.Globalization;

namespace StockLab.Experiments.Tests;

/// <summary>Search spaces: the source's grid, files, draws, rungs, and what is refused.</summary>
public sealed class SweepPlanTests
{
    [Fact]
    public void TheGridOfS4_Has64Tasks_TheLastColumnChangingFastest()
    {
        var settings = S4.Grid.Checked().Settings();
        Assert.Equal(64, settings.Count);
        Assert.Equal(64, settings.Select(s => s.ToJson()).Distinct().Count());
        Assert.Equal("EPOCH 20 · BATCH_SIZE 10 · LEARNING_RATE 0.001 · RATIO_TRAIN_SET 0.8 · SIZE_SEQUENCE 50 · SIZE_UNIT_INPUT 50 · SIZE_UNIT_HIDDEN 64 · SIZE_UNIT_OUTPUT 1", settings[0].ToString());
        Assert.Equal("128", settings[1].Values[S4.SizeUnitHidden]);
        Assert.Equal(("30", "20", "0.005", "0.9", "64", "128"), (settings[63].Values[S4.Epoch], settings[63].Values[S4.BatchSize], settings[63].Values[S4.LearningRate],
            settings[63].Values[S4.RatioTrainSet], settings[63].Values[S4.SizeUnitInput], settings[63].Values[S4.SizeUnitHidden]));
    }

    [Fact]
    public void ASeed_FollowsFromTheSettings_NotFromTheirOrderOrSpelling_NorFromTheEpochs()
    {
        var settings = UsdKrwLstm.Settings((S4.LearningRate, "1e-3"));
        var reversed = new TaskSettings(settings.Values.Reverse().Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));
        // A fixed value: a seed that changed with a new version would make old results unrepeatable.
        Assert.Equal(settings.Seed("usdkrw-lstm", "USD/KRW", 0), reversed.Seed("usdkrw-lstm", "USD/KRW", 0));
        Assert.Equal(settings.Seed("usdkrw-lstm", "USD/KRW", 0), settings.With(S4.Epoch, "30").Seed("usdkrw-lstm", "USD/KRW", 0));
        Assert.Equal(4, ((int[])[settings.Seed("usdkrw-lstm", "USD/KRW", 0), settings.Seed("usdkrw-lstm", "USD/KRW", 1), settings.Seed("usdkrw-lstm", "TSLA", 0), settings.With(S4.BatchSize, "20").Seed("usdkrw-lstm", "USD/KRW", 0)]).Distinct().Count());
        Assert.Equal(973820244, S4.Grid.Checked().Settings()[0].Seed("usdkrw-lstm", "USD/KRW", 0));
    }

    [Fact]
    public void AYamlFile_AndTheSameAsJson_AreTheSamePlan()
    {
        const string Yaml =
            """
            recipe: kospi-gru        # a recipe of stocklab train
            symbol: "005930"
            search: random
            trials: 12
            seed: 7
            parameters:
              LEARNING_RATE: {from: 0.0001, to: 0.01, scale: log}
              size_unit_hidden: [16, 32]
              COLUMNS: [M1, DU]
              EPOCH: 2
            """;
        const string Json =
            """
            {"recipe": "kospi-gru", "symbol": "005930", "search": "random", "trials": 12, "seed": 7,
             "parameters": {"LEARNING_RATE": {"from": 0.0001, "to": 0.01, "scale": "log"}, "SIZE_UNIT_HIDDEN": [16, 32], "COLUMNS": ["M1", "DU"], "EPOCH": 2}}
            """;
        var plan = SearchSpaceFile.Parse(Yaml, "space.yaml", "gru");
        Assert.Equal(plan.ToJson(), SearchSpaceFile.Parse(Json, "space.json", "gru").ToJson());
        Assert.Equal(plan.ToJson(), SweepPlan.FromJson(plan.ToJson()).ToJson());
        Assert.Equal([S4.LearningRate, S4.SizeUnitHidden, "COLUMNS"], plan.Varying);
        var drawn = plan.Settings();
        Assert.Equal(12, drawn.Select(settings => settings.ToJson()).Distinct().Count());
        Assert.All(drawn, settings => Assert.InRange(settings.Number(S4.LearningRate), 0.0001, 0.01));
        Assert.Equal(drawn.Select(settings => settings.ToJson()), plan.Settings().Select(settings => settings.ToJson()));
    }

    [Theory]
    [InlineData("search: grid", 4)]
    [InlineData("search: random\ntrials: 3", 3)]
    [InlineData("search: halving\nhalving: {from: 2, factor: 2, to: 8}", 4)]
    [InlineData("search: halving\ntrials: 3\nhalving: {from: 2, factor: 2, to: 8}", 3)]
    public void EveryKindOfSearch_IsReadFromYamlAndFromJson(string search, int tasks)
    {
        var yaml = $"recipe: usdkrw-lstm\n{search}\nparameters:\n  BATCH_SIZE: [10, 20]\n  LEARNING_RATE: [1e-3, 0.005]\ntries: 7\nretry_seconds: 0.5\nstale_seconds: 9\n"
            + "patience: 4\nmedian: {after: 3, others: 6}\nhopeless: {after: 2, times_naive: 50}\nrepeats: 2\nfrom: 2013-01-01\nto: 2022-12-31\n";
        var json = "{" + string.Join(", ", search.Split('\n').Select(line => line.Split(": ", 2)).Select(pair => $"\"{pair[0]}\": {(pair[1][0] == '{' ? "{\"from\": 2, \"factor\": 2, \"to\": 8}" : $"\"{pair[1]}\"")}"))
            + """
            , "recipe": "usdkrw-lstm", "parameters": {"BATCH_SIZE": [10, 20], "LEARNING_RATE": [0.001, 0.005]}, "tries": 7, "retry_seconds": 0.5, "stale_seconds": 9,
              "patience": 4, "median": {"after": 3, "others": 6}, "hopeless": {"after": 2, "times_naive": 50}, "repeats": 2, "from": "2013-01-01", "to": "2022-12-31"}
            """;
        var plan = SearchSpaceFile.Parse(yaml, "space.yaml", "space");
        Assert.Equal(plan.ToJson(), SearchSpaceFile.Parse(json, "space.json", "space").ToJson());
        Assert.Equal((7, 0.5, 9.0, 4, 2), (plan.MaxTries, plan.RetrySeconds, plan.StaleSeconds, plan.Patience, plan.Repeats));
        Assert.Equal((new MedianRule(3, 6), new HopelessRule(2, 50)), (plan.Median, plan.Hopeless));
        Assert.Equal((new DateOnly(2013, 1, 1), new DateOnly(2022, 12, 31)), (plan.From, plan.To));
        Assert.Equal(tasks, plan.Settings().Select(settings => settings.ToJson()).Distinct().Count());
        Assert.All(plan.Settings(), settings => Assert.Equal(plan.Search == SearchKind.Halving ? "2" : "20", settings.Values[S4.Epoch]));
        // The source's own limits, where a file says nothing.
        Assert.Equal((30, 5.0), (S4.Grid.MaxTries, S4.Grid.RetrySeconds));
    }

    [Fact]
    public void Null_IsAsIfTheKeyWereNotThere_AndAQuotedNullIsAName()
    {
        var plan = SearchSpaceFile.Parse("""{"recipe": "rehearsal", "symbol": null, "trials": null, "patience": null, "parameters": {"NUMBER": [1, 2]}}""", "space.json", "space");
        Assert.Equal((null, null, null), (plan.Symbol, plan.Trials, plan.Patience));
        Assert.Equal("null", SearchSpaceFile.Parse("recipe: rehearsal\nsymbol: \"null\"\nparameters: {NUMBER: 1}", "space.yaml", "space").Symbol);
        Assert.Contains("give one with --name", Assert.Throws<ArgumentException>(() => SearchSpaceFile.Parse("recipe: rehearsal\nparameters: {NUMBER: 1}", "느린 것.yaml", "느린 것")).Message);
    }

    [Theory]
    [InlineData("recipe: nope\nparameters: {EPOCH: 1}", "space.yaml:1: There is no recipe 'nope' to sweep")]
    [InlineData("recipe: usdkrw-lstm\nparameters:\n  EPOCH: [1, 2]\n  HIDDEN: 3", "space.yaml:4: usdkrw-lstm has no hyper-parameter 'HIDDEN'. Choose from EPOCH")]
    [InlineData("recipe: usdkrw-lstm\nparameters:\n  EPOCH: [1,\n    zero]", "space.yaml:4: EPOCH = zero is not a whole number from 1")]
    [InlineData("recipe: usdkrw-lstm\nparameters: {RATIO_TRAIN_SET: 1.5}", "space.yaml:2: RATIO_TRAIN_SET = 1.5 is not a number above 0 and below 1")]
    [InlineData("recipe: usdkrw-lstm\nparameters: {EPOCH: [2, 2]}", "EPOCH lists a value twice")]
    [InlineData("recipe: usdkrw-lstm\nepochs: 3\nparameters: {EPOCH: 2}", "space.yaml:2: there is no key 'epochs' here")]
    [InlineData("recipe: usdkrw-lstm\nparameters: {LEARNING_RATE: {from: 0.001, to: 0.01}}", "which a grid cannot go through")]
    [InlineData("recipe: usdkrw-lstm\ntrials: 3\nparameters: {EPOCH: [2, 3, 4, 5]}", "trials is 3, but a grid goes through every setting")]
    [InlineData("recipe: usdkrw-lstm\nsearch: random\nparameters: {EPOCH: [2, 3]}", "needs 'trials'")]
    [InlineData("recipe: usdkrw-lstm\nmode: faithful\npatience: 3\nparameters: {EPOCH: 2}", "In faithful mode no windows are kept aside")]
    [InlineData("recipe: usdkrw-lstm\nsearch: halving\nparameters: {EPOCH: 2}", "Successive halving needs 'halving'")]
    [InlineData("recipe: kospi-gru\nparameters: {LOSS: sharpe}", "sharpe")]
    [InlineData("recipe: usdkrw-lstm\nparameters: {EPOCH: [1, 2}", "space.yaml:2: ")]
    [InlineData("just text", "a search space is a mapping")]
    public void AWrongFile_IsNamedWithItsLineAndValue(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => SearchSpaceFile.Parse(text, "space.yaml", "space")).Message);

    [Fact]
    public void TooManyTrials_OfASmallSpace_AreRefused() =>
        Assert.Contains("There are not 5 different settings", Assert.Throws<ArgumentException>(() => (S4.Grid with
        {
            Search = SearchKind.Random, Trials = 5, Parameters = [new(S4.Epoch, ["1", "2", "3", "4"])],
        }).Checked().Settings()).Message);

    [Theory]
    [InlineData(5, double.PositiveInfinity, "stale (Infinity s)")]
    [InlineData(5, 1e12, "between 0.05 s and a day")]
    [InlineData(5, 0, "between 0.05 s and a day")]
    [InlineData(double.PositiveInfinity, 60, "retry (Infinity s)")]
    [InlineData(double.NaN, 60, "between 0 s and a day")]
    public void AWait_ThatNoWorkerCouldKeep_IsRefusedBeforeThereIsATask(double retry, double stale, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => (S4.Grid with { RetrySeconds = retry, StaleSeconds = stale }).Checked()).Message);

    [Fact]
    public void MoreThanAMillionTasks_AreRefused_HoweverTheyComeAbout()
    {
        Assert.Contains("64 settings, 20000 times each, are more than 1,000,000 tasks", Assert.Throws<ArgumentException>(() => (S4.Grid with { Repeats = 20_000 }).Checked()).Message);
        var range = S4.Grid with { Search = SearchKind.Random, Trials = 2_200_000, Parameters = [new(S4.LearningRate, [], new SearchRange(1e-4, 1e-2, true, false))] };
        Assert.Contains("2,200,000 settings, 1 times each", Assert.Throws<ArgumentException>(() => range.Checked()).Message);
    }

    [Fact]
    public void ADrawnNumber_StaysWithinItsRange_ThoughItIsRounded()
    {
        // Three digits of 0.9996 are 1.00, which no train ratio may be.
        var plan = (S4.Grid with { Search = SearchKind.Random, Trials = 5, Parameters = [new(S4.RatioTrainSet, [], new SearchRange(0.9906, 0.9999, false, false))] }).Checked();
        Assert.All(plan.Settings(), settings => Assert.InRange(settings.Number(S4.RatioTrainSet), 0.9906, 0.9999));
    }

    [Fact]
    public void Rungs_GrowByTheFactor_AndOneInSoManyIsPromoted()
    {
        var halving = new SuccessiveHalving(2, 3, 20);
        Assert.Equal([2, 6, 18], halving.Rungs);
        Assert.Equal([4, 1], halving.Promoted([(1, 0.2), (2, double.NaN), (3, 0.9), (4, 0.1), (5, 0.2), (6, 0.5)], 6));
        Assert.Equal([9], halving.Promoted([(9, 1)], 2));
    }

    [Fact]
    public void TheMedianRule_PrunesTheWorseHalf_OnceEnoughOthersAreThere()
    {
        var rule = new MedianRule(After: 2, Others: 3);
        Assert.Null(rule.Judge(new(1, 9, 9), [1, 2, 3]));
        Assert.Null(rule.Judge(new(2, 9, 9), [1, 2]));
        Assert.Null(rule.Judge(new(2, 2, 2), [1, 2, 3]));
        Assert.Contains("the median of 4 others is 2.5", rule.Judge(new(2, 3, 3), [1, 2, 3, 4]));
    }

    [Theory]
    [InlineData("server=h;user id=u;password=p", true)]
    [InlineData("Server=h;Database=d;User Id=u;Password=p", true)]
    [InlineData("artifacts/a=b.db", false)]
    [InlineData("C:\\sweeps\\s4.db", false)]
    public void APlace_IsAServerOrAFile(string text, bool server)
    {
        Assert.Equal(server, StorePlace.Parse(text, "name").IsServer);
        Assert.DoesNotContain("Password", StorePlace.Parse(text, "name").ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void ACsvFile_QuotesWhatNeedsIt_AndDisarmsFormulas()
    {
        var trial = new SweepTrial("TASK01", new Dictionary<string, string> { ["LEARNING_RATE"] = "0.001" }, 1, 0, TaskState.Error, double.NaN, double.NaN, double.NaN, double.NaN, [], "=cmd, \"x\"");
        var lines = SweepCsv.Text(new SweepOutcome("s", "@T", new StockLab.Market.PriceOrigin("o", true), [], [trial])).Split('\n');
        Assert.Equal("TASK,TICKER,LEARNING_RATE,SEED,FOLD,STATE,MSE,BROADCAST_MSE,NAIVE_MSE,VALIDATION_LOSS,EPOCHS,SECONDS,NOTE", lines[0]);
        Assert.Equal("TASK01,'@T,0.001,1,0,Error,,,,,0,,\"'=cmd, \"\"x\"\"\"", lines[1]);
    }

    [Fact]
    public void AStatus_TellsTheRate_AndTheTimeLeft()
    {
        // Thirty results within the last five minutes by two workers, ten seconds each: the first of them began ten seconds before it ended, and the two shared those.
        var status = new SweepStatus("s4", "USD/KRW", new StockLab.Market.PriceOrigin("x", false), "usdkrw-lstm", Mode.Honest, [],
            new Dictionary<TaskState, int> { [TaskState.NotExecuted] = 60, [TaskState.Running] = 2, [TaskState.Completed] = 29, [TaskState.Pruned] = 1 },
            [new("TASK31", "a:1", 1, TimeSpan.Zero), new("TASK32", "a:2", 1, TimeSpan.Zero)], 30, TimeSpan.FromMinutes(5), SecondsATask: 10);
        Assert.Equal(30 / (5 + (5 / 60.0)), status.PerMinute, 1e-9);
        Assert.Equal(62 / status.PerMinute, status.Left!.Value.TotalMinutes, 1e-6);
        Assert.Contains("5.9 tasks a minute", status.ToDisplay().ToText());
        var silent = status with { Recent = 0 };
        Assert.Equal((0, null), (silent.PerMinute, silent.Left));
        Assert.Contains("no result of late", silent.ToDisplay().ToText());
        // Twenty minutes a task: two workers record one every ten minutes, so ten minutes without a result say nothing, unless nobody works.
        var slow = silent with { SecondsATask = 1200 };
        Assert.Equal((0.1, 620), (slow.PerMinute, slow.Left!.Value.TotalMinutes));
        Assert.Null((slow with { Running = [] }).Left);
        Assert.Null((slow with { SecondsATask = double.NaN }).Left);
        var done = status with { States = new Dictionary<TaskState, int> { [TaskState.Completed] = 92 }, Running = [] };
        Assert.Equal(TimeSpan.Zero, done.Left);
    }

    [Fact]
    public void ASlurmScript_SizesItsJobsByTheMeasuredTime_AndHoldsNoPassword()
    {
        var place = StorePlace.Parse("Server=db;Database=d;User Id=u;Password=secret");
        var status = new SweepStatus("s4", "USD/KRW", new StockLab.Market.PriceOrigin("x", false), "usdkrw-lstm", Mode.Honest, [],
            new Dictionary<TaskState, int> { [TaskState.NotExecuted] = 60, [TaskState.Completed] = 4 }, [], 4, TimeSpan.FromMinutes(1), SecondsATask: 40);
        var script = new SlurmScript { Minutes = 10, Gpu = true, AtOnce = 3, Command = "/opt/it's/stocklab" }.Write(place, status);
        Assert.Contains("#SBATCH --array=1-4%3\n", script);             // 15 tasks a job of ten minutes, 60 left
        Assert.Contains("#SBATCH --gres=gpu:1\n", script);
        Assert.Contains("exec '/opt/it'\\''s/stocklab' sweep work --count 15 --device cuda", script);
        Assert.DoesNotContain("secret", script);
        Assert.Contains("cannot share an SQLite file", Assert.Throws<ArgumentException>(() => new SlurmScript().Write(StorePlace.Parse("x.db"), status)).Message);
        Assert.Contains("No task has been measured", Assert.Throws<ArgumentException>(() => new SlurmScript().Write(place, status with { SecondsATask = double.NaN })).Message);
        Assert.Contains("A job needs some minutes", Assert.Throws<ArgumentException>(() => new SlurmScript { Minutes = double.NaN }.Write(place, status)).Message);
        Assert.Contains("--task-seconds is Infinity", Assert.Throws<ArgumentException>(() => new SlurmScript { SecondsATask = double.PositiveInfinity }.Write(place, status)).Message);
    }
}
