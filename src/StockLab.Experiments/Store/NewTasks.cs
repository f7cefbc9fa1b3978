using System.Data.Common;
using System.Globalization;

namespace StockLab.Experiments;

/// <summary>Puts tasks into the tables: their hyper-parameters, their state, their place in the queue.</summary>
internal static class NewTasks
{
    /// <summary>The stages of S4 that come before the tasks.</summary>
    public static readonly IReadOnlyList<string> Stages = [S4.SettingDbTable, S4.GettingStockData1, S4.GettingStockData2];

    /// <summary>Inserts tasks.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="plan">The sweep.</param>
    /// <param name="symbol">The ticker.</param>
    /// <param name="rung">The rung of successive halving; 0 without it.</param>
    /// <param name="first">IDX_TASK of the first of them; TASK01 has the one after the stages.</param>
    /// <param name="tasks">Settings and fold of each.</param>
    /// <param name="expected">How many tasks the sweep will have in all, for the width of the codes.</param>
    public static void Insert(
        DbConnection connection, DbTransaction transaction, SweepPlan plan, string symbol, int rung, int first, IEnumerable<(TaskSettings Settings, int Fold)> tasks, int expected = 0)
    {
        var width = Math.Max(2, expected.ToString(CultureInfo.InvariantCulture).Length);
        var all = tasks.Select((task, i) => (
            Code: $"TASK{(first + i - Stages.Count + 1).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0')}",
            Index: first + i, task.Settings, task.Fold)).ToList();
        MultiRowInsert.Run(
            connection, transaction, $"TB_HYPERPARAMETER (CODE_TASK, {string.Join(", ", S4.Fields)}, DATE_UPDATE)", stamped: true,
            all.Select(task => (object?[])[task.Code, .. S4.Fields.Select(field => Value(task.Settings, field))]));
        MultiRowInsert.Run(
            connection, transaction, "TB_TASKSTATUS (CODE_TASK, TICKER, IDX_TASK, STATUS, DATE_UPDATE)", stamped: true,
            all.Select(task => (object?[])[task.Code, symbol, task.Index, nameof(TaskState.NotExecuted)]));
        MultiRowInsert.Run(
            connection, transaction, "SWEEP_TASK (CODE_TASK, IDX_TASK, STATE, SETTINGS, SEED, FOLD, RUNG, TRIES, READY_AT)", stamped: false,
            all.Select(task => (object?[])
                [task.Code, task.Index, (int)TaskState.NotExecuted, task.Settings.ToJson(), task.Settings.Seed(plan.Recipe, symbol, task.Fold), task.Fold, rung, 0, 0L]));
    }

    private static object? Value(TaskSettings settings, string field) => !settings.Has(field) ? null
        : field is S4.LearningRate or S4.RatioTrainSet ? settings.Number(field) : settings.Integer(field);
}
