using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments.Tests.Models;

/// <summary>What <c>train --save</c> writes is what is read again, whole, or an error that says which file, which value and what to do.</summary>
public sealed class ModelFolderTests : IDisposable
{
    private static readonly RecipeOptions Small = new() { Symbol = "SIGNAL", Epochs = 1, Batch = 64, Hidden = 4, Device = "cpu" };
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-").FullName;

    private string Description => Path.Combine(folder, ModelFolder.DescriptionFile);

    private string Weights => Directory.GetFiles(folder, "*.safetensors").Single();

    public static TheoryData<string, string?, Mode> Recipes => new()
    {
        { "tsla-lstm", null, Mode.Honest },
        { "kospi-gru", "M1", Mode.Honest },
        { "kospi-lstm", "DU", Mode.Honest },
        { "kospi-rnn", "M1K", Mode.Faithful },
        { "kospi-gru", "M1SP", Mode.Honest },
        { "kospi-gru", "KOU", Mode.Faithful },
        { "kospi-ensemble", "M2VM", Mode.Honest },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Recipes))]
    public void ASavedModel_ForecastsTheTestDays_InTheBitsOfTheRunThatTrainedIt(string recipe, string? columns, Mode mode)
    {
        var prices = Sample.Open();
        var result = Recipe.Find(recipe).Run(prices, Small with { Symbol = "SIM001", Columns = columns, Mode = mode, SaveTo = folder });
        var model = ModelFolder.Load(folder);

        var all = prices.Read("SIM001");
        foreach (var i in (int[])[0, 1, 7, 100, result.TestRows - 1])
        {
            // The day before the one that was forecast is the last that the model knows.
            var until = all.FirstOnOrAfter(result.Forecast.Dates[i]);
            var forecast = model.Forecast(all.Slice(..until), index => prices.ReadFirst(index.Symbol, SampleMarket.Index));
            for (var k = 0; k < result.Forecasts.Count; k++)
            {
                if (result.Engine == "fused")
                    Assert.Equal(result.Forecasts[k].Predicted[i], forecast.Targets[k].Forecast);
                else
                    Assert.Equal(result.Forecasts[k].Predicted[i], forecast.Targets[k].Forecast, 1e-5 * result.Forecasts[k].Predicted[i]);       // torch's sums depend on the batch
                Assert.Equal(result.Forecasts[k].Naive[i], forecast.Targets[k].Naive, 1e-9 * forecast.Targets[k].Naive);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void TheWindowBuilder_MakesTheWindowsOfTheTrainingTable_BitForBit(string recipe, string? columns, Mode mode)
    {
        var prices = Sample.Open();
        Recipe.Find(recipe).Run(prices, Small with { Symbol = "SIM001", Columns = columns, Mode = mode, SaveTo = folder });
        var model = ModelFolder.Load(folder);
        var (all, index) = (WithHoles(prices.Read("SIM001")), WithHoles(prices.Read(SampleMarket.Index)));
        var builder = new WindowBuilder(model);
        var (rows, indexRows, window) = (new PriceColumns(), new PriceColumns(), new float[model.Description.Window * model.Description.Features.Count]);
        indexRows.Take(index, index.Count);
        var random = new Random(1);
        for (var trial = 0; trial < 200; trial++)
        {
            var until = random.Next(120, all.Count);
            var series = all.Slice((until - random.Next(model.RowsNeeded + 12, 110))..until);
            var table = model.Features.Build(series, _ => index);
            var expected = model.ScalerOf(null).Transform(table.Slice((table.Rows - model.Description.Window)..)).Values;

            rows.Take(series, series.Count);
            var found = builder.Build(rows, rows.Count, Enumerable.Repeat(indexRows, model.Features.Indexes.Length).ToArray(), model.ScalerOf(null), window);

            Assert.True(found >= model.Description.Window);
            Assert.Equal(expected.ToArray().Select(value => (float)value), window);
            Assert.Equal(table.Dates[^1].DayNumber, builder.AsOf);
            Assert.Equal(table.Row(table.Rows - 1).ToArray(), builder.Last);
        }
    }

    [Theory]
    [InlineData("kospi-gru", "M1")]
    [InlineData("kospi-lstm", "SPU")]
    [InlineData("tsla-lstm", null)]
    public void TheWindowBuilderAndTheNetwork_AllocateNothing_OnceTheyHaveSeenASeries(string recipe, string? columns)
    {
        Recipe.Find(recipe).Run(Sample.Open(), Small with { Columns = columns, SaveTo = folder });
        var model = ModelFolder.Load(folder);
        var index = new PriceColumns();
        index.Take(Sample.Open().Read(SampleMarket.Index), 200);
        PriceColumns[] indexes = [.. model.Features.Indexes.Select(_ => index)];
        var (builder, rows, window, scaler) = (new WindowBuilder(model), new PriceColumns(), new float[model.Description.Window * model.Description.Features.Count], model.ScalerOf(null));
        var series = Sample.Open().Read("SIGNAL");
        rows.Take(series, 200);
        using var network = model.CreateNetwork();
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (var i = 0; i < 100; i++)
                Once();
        }));

        void Once()
        {
            builder.Build(rows, rows.Count, indexes, scaler, window);
            window.CopyTo(network.Window(0));
            network.Run(1);
        }
    }

    [Fact]
    public void ABatchedNetwork_AnswersInTheSameBits_WhateverElseIsInTheBatch()
    {
        foreach (var recipe in (string[])["tsla-lstm", "kospi-rnn", "kospi-lstm", "kospi-gru", "kospi-ensemble"])
        {
            foreach (var hidden in (int[])[3, 16, 50, 64, 100])
            {
                Recipe.Find(recipe).Run(Sample.Open(), Small with { Hidden = hidden, SaveTo = Path.Combine(folder, recipe) });
                using var network = ModelFolder.Load(Path.Combine(folder, recipe)).CreateNetwork();
                var random = new Random(hidden);
                float[][] windows = [.. Enumerable.Range(0, BatchedNetwork.Capacity).Select(_ => Enumerable.Range(0, network.Window(0).Length).Select(_ => random.NextSingle()).ToArray())];
                float[][] alone = [.. windows.Select(window => Ask([window])[0])];
                for (var count = 2; count <= BatchedNetwork.Capacity; count++)
                {
                    random.Shuffle(windows);
                    var together = Ask(windows[..count]);
                    for (var i = 0; i < count; i++)
                        Assert.Contains(alone, one => one.AsSpan().SequenceEqual(together[i]));
                }

                float[][] Ask(float[][] batch)
                {
                    for (var i = 0; i < batch.Length; i++)
                        batch[i].CopyTo(network.Window(i));
                    network.Run(batch.Length);
                    return [.. batch.Select((_, i) => network.Forecast(i).ToArray())];
                }
            }
        }
    }

    [Fact]
    public void EarlierRows_ChangeNothing()
    {
        var prices = Sample.Open().Read("SIGNAL");
        Recipe.Find("kospi-lstm").Run(Sample.Open(), Small with { Columns = "DU", SaveTo = folder });
        var model = ModelFolder.Load(folder);

        var shortest = model.Forecast(prices.Slice(^model.RowsNeeded..));

        Assert.Equal(29, model.RowsNeeded);      // ten days, and the nineteen before them that a mean of twenty looks back on
        Assert.Equal(shortest.Targets, model.Forecast(prices.Slice(^400..)).Targets);
        Assert.Equal(shortest.Targets, model.Forecast(prices).Targets);
        Assert.Contains("at least 29", Assert.Throws<PriceDataException>(() => model.Forecast(prices.Slice(^28..))).Message);
    }

    [Fact]
    public void TheInterval_IsTheConformalOne_OfTheTestDays()
    {
        var result = Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { SaveTo = folder });
        var model = ModelFolder.Load(folder);

        var forecast = model.Forecast(Sample.Open().Read("SIGNAL"), level: 0.8).Targets[0];
        // Worked out by hand: the ⌈(n + 1) · 0.8⌉-th smallest relative error of the test days.
        var errors = result.Forecast.Predicted.Select((p, i) => Math.Abs(p - result.Forecast.Actual[i]) / result.Forecast.Naive[i]).Order().ToList();
        var margin = errors[(int)Math.Ceiling((errors.Count + 1) * 0.8) - 1] * forecast.Naive;

        Assert.Equal(forecast.Forecast - margin, forecast.Lower, 1e-9);
        Assert.Equal(forecast.Forecast + margin, forecast.Upper, 1e-9);
        Assert.Equal(0.9, model.DefaultLevel);
        Assert.Contains("0.5, 0.8, 0.9", Assert.Throws<ArgumentException>(() => model.MarginsOf(0.7)).Message);
    }

    [Fact]
    public void SavingAgain_ReplacesTheModelInOneStep_AndLeavesNothingBehind()
    {
        Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { SaveTo = folder });
        var (first, weights) = (ModelFolder.Load(folder), Weights);
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "not ours");

        Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { SaveTo = folder, Seed = 2 });

        Assert.NotEqual(first.Version, ModelFolder.Load(folder).Version);
        Assert.False(File.Exists(weights));
        Assert.Equal(3, Directory.GetFiles(folder).Length);      // model.json, its weights, and the notes that are not ours
    }

    [Fact]
    public void AWriterThatWasKilled_AtAnyStep_LeavesTheOldModelOrTheNew()
    {
        // The steps of a save, in its order: the new weights, half and whole; the new description; the old weights' end.
        Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { SaveTo = folder });
        var (old, oldVersion) = (Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes), ModelFolder.Load(folder).Version);
        Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { SaveTo = folder, Seed = 2 });
        var (now, newVersion) = (Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes), ModelFolder.Load(folder).Version);
        var weights = now.Keys.Single(name => name.EndsWith(".safetensors", StringComparison.Ordinal));

        Assert.Equal(oldVersion, Version(With(old, (".w.part", now[weights][..100]))));
        Assert.Equal(oldVersion, Version(With(old, (weights, now[weights]))));
        Assert.Equal(oldVersion, Version(With(old, (weights, now[weights]), (".model.json.part", now["model.json"][..50]))));
        Assert.Equal(newVersion, Version(With(old, (weights, now[weights]), ("model.json", now["model.json"]))));

        string Version(Dictionary<string, byte[]> files)
        {
            var at = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
            foreach (var (name, bytes) in files)
                File.WriteAllBytes(Path.Combine(at, name), bytes);
            return ModelFolder.Load(at).Version;
        }

        static Dictionary<string, byte[]> With(Dictionary<string, byte[]> files, params (string Name, byte[] Bytes)[] more)
        {
            var all = new Dictionary<string, byte[]>(files);
            foreach (var (name, bytes) in more)
                all[name] = bytes;
            return all;
        }
    }

    [Fact]
    public void Damage_AnyByteOfAnyFile_IsFound()
    {
        Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { SaveTo = folder });
        foreach (var path in (string[])[Description, Weights])
        {
            var whole = File.ReadAllBytes(path);
            var damages = Gen.OneOf(
                from at in Gen.Choose(0, whole.Length - 1) from bit in Gen.Choose(0, 7) select (Func<byte[], byte[]>)(bytes => Changed(bytes, at, (byte)(bytes[at] ^ (1 << bit)))),
                from length in Gen.Choose(0, whole.Length - 1) select (Func<byte[], byte[]>)(bytes => bytes[..length]),
                from at in Gen.Choose(0, whole.Length) from more in Gen.Choose(1, 9) select (Func<byte[], byte[]>)(bytes => [.. bytes[..at], .. new byte[more], .. bytes[at..]]));
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(damages), damage =>
            {
                File.WriteAllBytes(path, damage(whole));
                var error = Assert.Throws<ModelFolderException>(() => ModelFolder.Load(folder));
                Assert.StartsWith(folder, error.File);
                Assert.EndsWith(".", error.Remedy);
            }));
            File.WriteAllBytes(path, whole);
            ModelFolder.Load(folder);
        }

        static byte[] Changed(byte[] bytes, int at, byte value)
        {
            byte[] copy = [.. bytes];
            copy[at] = value;
            return copy;
        }
    }

    [Theory]
    [InlineData("\"format_version\": 1", "\"format_version\": 2", "Update StockLab")]
    [InlineData("\"kind\": \"Gru\"", "\"kind\": \"Transformer\"", "'Transformer'")]
    [InlineData("\"hidden\": 4", "\"hidden\": 5", "weights")]
    [InlineData("\"hidden\": 4", "\"hidden\": 4.5", "4.5")]
    [InlineData("\"hidden\": 4", "\"hidden\": 1e9", "1000000000")]
    [InlineData("\"hidden\": 4", "\"depth\": 4", "hidden")]
    [InlineData("\"window\": 10", "\"window\": 0", "window is 0")]
    [InlineData("\"ma10\"", "\"ma11\"", "ma11")]
    [InlineData("\"level\": 0.5", "\"level\": 1.5", "1.5")]
    [InlineData("\"kospi-gru_", "\"../kospi-gru_", "leads elsewhere")]
    [InlineData("\"recipe\"", "\"Recipe\"", "Recipe")]
    [InlineData("\"window\": 10", "\"window\": 10, \"window\": 10", "window")]
    public void WhatDoesNotFitTogether_IsRefused_EvenWithARightDigest(string what, string instead, string named)
    {
        Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { SaveTo = folder });
        var text = File.ReadAllText(Description);
        Assert.Contains(what, text);
        text = text.Replace(what, instead, StringComparison.Ordinal);
        text = Regex.Replace(text, "\"digest\": \"[0-9a-f]+\"", $"\"digest\": \"{new string('0', 64)}\"");
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        File.WriteAllText(Description, text.Replace(new string('0', 64), digest, StringComparison.Ordinal));

        Assert.Contains(named, Assert.Throws<ModelFolderException>(() => ModelFolder.Load(folder)).Message);
    }

    [Fact]
    public void MissingFiles_AreNamed()
    {
        Assert.Contains("train --save", Assert.Throws<ModelFolderException>(() => ModelFolder.Load(Path.Combine(folder, "nowhere"))).Message);
        Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { SaveTo = folder });
        var weights = Weights;
        File.Delete(weights);
        Assert.Equal(weights, Assert.Throws<ModelFolderException>(() => ModelFolder.Load(folder)).File);
    }

    [Fact]
    public void TheDescription_HoldsWhatAReaderWantsToKnow()
    {
        var result = Recipe.Find("kospi-gru").Run(Sample.Open(), Small with { Symbol = Kospi.Pooled, SaveTo = folder, Seed = 7 });
        var json = JsonNode.Parse(File.ReadAllText(Description))!;

        Assert.Equal(6, json["scalers"]!.AsArray().Count);
        Assert.Equal(result.TrainRows, json["scalers"]!.AsArray().Sum(scaler => scaler!["rows"]!.GetValue<int>()));
        Assert.Equal(result.Rmse, json["metrics"]!["rmse"]!.GetValue<double>());
        Assert.Equal(result.Naive.Rmse, json["metrics"]!["naive_rmse"]!.GetValue<double>());
        Assert.Equal(7, json["training"]!["seed"]!.GetValue<long>());
        Assert.True(json["generated_prices"]!.GetValue<bool>());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Weights))), json["files"]![0]!["sha256"]!.GetValue<string>());
        Assert.Throws<ArgumentException>(() => ModelFolder.Load(folder).ScalerOf(null));
        Assert.Contains("SIM001", Assert.Throws<ArgumentException>(() => ModelFolder.Load(folder).ScalerOf("NOBODY")).Message);
    }

    // Every 37th day has no volume, as on a day without trade.
    private static PriceSeries WithHoles(PriceSeries prices) => PriceSeries.FromBars(
        prices.Symbol, prices.Origin, [.. Enumerable.Range(0, prices.Count).Select(i => i % 37 == 36 ? prices[i] with { Volume = 0 } : prices[i])]);
}
