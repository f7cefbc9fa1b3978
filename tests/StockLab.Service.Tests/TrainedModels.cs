using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Service.Tests;

/// <summary>A folder of small models, trained once on the sample market and saved as <c>train --save</c> saves them: one of every kind that the service has to deal with.</summary>
internal static class TrainedModels
{
    private static readonly Lazy<string> Trained = new(Train);

    /// <summary>The folder; nobody changes it.</summary>
    public static string Folder => Trained.Value;

    /// <summary>The sample market.</summary>
    public static PriceFolder Prices { get; } = new(Repository.Sample);

    /// <summary>What is trained: close only, a set without a look back on indexes, a long look back, an index, two networks on torch, all tickers at once.</summary>
    public static (string Id, string Recipe, RecipeOptions Options)[] Kinds { get; } =
    [
        ("close", "tsla-lstm", Small with { Symbol = "SIM001", Hidden = 20 }),
        ("gru", "kospi-gru", Small with { Symbol = "SIGNAL", Columns = "M1" }),
        ("lstm", "kospi-lstm", Small with { Symbol = "SIGNAL", Columns = "DU", Hidden = 16 }),
        ("stochastic", "kospi-rnn", Small with { Symbol = "SIM002", Columns = "M1K" }),
        ("index", "kospi-gru", Small with { Symbol = "SIM001", Columns = "M1SP" }),
        ("sameday", "kospi-gru", Small with { Symbol = "SIM001", Columns = "KOU", Mode = Mode.Faithful }),
        ("ensemble", "kospi-ensemble", Small with { Symbol = "SIM003", Columns = "M1" }),
        ("pooled", "kospi-lstm", Small with { Symbol = Kospi.Pooled, Columns = "M1" }),
    ];

    private static RecipeOptions Small => new() { Epochs = 1, Batch = 64, Hidden = 8, Device = "cpu" };

    /// <summary>A folder with copies of some models, for tests that change them; the caller deletes it.</summary>
    public static string Copy(params string[] ids)
    {
        var folder = Directory.CreateTempSubdirectory("stocklab-models-").FullName;
        foreach (var id in ids)
            CopyModel(Path.Combine(Folder, id), Path.Combine(folder, id));
        return folder;
    }

    /// <summary>Copies one model.</summary>
    public static void CopyModel(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>Trains one kind and saves it.</summary>
    public static RecipeResult TrainInto(string folder, string id, Func<RecipeOptions, RecipeOptions>? change = null)
    {
        var (_, recipe, options) = Kinds.First(kind => kind.Id == id);
        options = options with { SaveTo = folder };
        return Recipe.Find(recipe).Run(Prices, change is null ? options : change(options));
    }

    private static string Train()
    {
        var folder = Directory.CreateTempSubdirectory("stocklab-trained-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var (id, _, _) in Kinds)
            TrainInto(Path.Combine(folder, id), id);
        return folder;
    }
}
