namespace StockLab.Experiments;

/// <summary>The names of source S4: its hyper-parameters, its stages, its grid.</summary>
public static class S4
{
    /// <summary>How often every window is seen.</summary>
    public const string Epoch = "EPOCH";

    /// <summary>Windows a step.</summary>
    public const string BatchSize = "BATCH_SIZE";

    /// <summary>The step size of Adam.</summary>
    public const string LearningRate = "LEARNING_RATE";

    /// <summary>The share of the windows, oldest first, that trains.</summary>
    public const string RatioTrainSet = "RATIO_TRAIN_SET";

    /// <summary>Days a window, the target not counted.</summary>
    public const string SizeSequence = "SIZE_SEQUENCE";

    /// <summary>Units of the first LSTM layer.</summary>
    public const string SizeUnitInput = "SIZE_UNIT_INPUT";

    /// <summary>Units of the second LSTM layer.</summary>
    public const string SizeUnitHidden = "SIZE_UNIT_HIDDEN";

    /// <summary>Values forecast.</summary>
    public const string SizeUnitOutput = "SIZE_UNIT_OUTPUT";

    /// <summary>The stage in which the tables are made and filled with the tasks.</summary>
    public const string SettingDbTable = "SETTING_DBTABLE";

    /// <summary>The stage in which prices are collected.</summary>
    public const string GettingStockData1 = "GETTING_STOCKDATA1";

    /// <summary>The stage in which prices are cleaned.</summary>
    public const string GettingStockData2 = "GETTING_STOCKDATA2";

    /// <summary>The source's ticker.</summary>
    public const string Symbol = "USD/KRW";

    /// <summary>The source's first day.</summary>
    public static readonly DateOnly From = new(2013, 1, 1);

    /// <summary>The source's last day.</summary>
    public static readonly DateOnly To = new(2022, 12, 31);

    /// <summary>The columns of TB_HYPERPARAMETER, in its order.</summary>
    public static IReadOnlyList<string> Fields { get; } = [Epoch, BatchSize, LearningRate, RatioTrainSet, SizeSequence, SizeUnitInput, SizeUnitHidden, SizeUnitOutput];

    /// <summary>The source's grid: 2 · 2 · 2 · 2 · 1 · 2 · 2 · 1 = 64 tasks, TASK01 to TASK64, the last column changing fastest.</summary>
    public static SweepPlan Grid { get; } = new()
    {
        Name = "s4",
        Recipe = UsdKrwLstm.RecipeName,
        Symbol = Symbol,
        From = From,
        To = To,
        Parameters =
        [
            new(Epoch, ["20", "30"]), new(BatchSize, ["10", "20"]), new(LearningRate, ["0.001", "0.005"]), new(RatioTrainSet, ["0.8", "0.9"]),
            new(SizeSequence, ["50"]), new(SizeUnitInput, ["50", "64"]), new(SizeUnitHidden, ["64", "128"]), new(SizeUnitOutput, ["1"]),
        ],
    };
}
