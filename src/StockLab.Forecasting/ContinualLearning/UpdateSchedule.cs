using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>One stretch of a rolling year.</summary>
/// <param name="AskedOn">The day of its first forecast; what is not known at that day's close may not be learnt before.</param>
/// <param name="Forecast">The samples that are forecast in it.</param>
/// <param name="Known">All samples whose label had ended by <paramref name="AskedOn"/>.</param>
/// <param name="New">Those of them that the stretch before could not know; for the first stretch all of them.</param>
public sealed record UpdateBlock(DateOnly AskedOn, ImmutableArray<int> Forecast, ImmutableArray<int> Known, ImmutableArray<int> New);

/// <summary>
/// When a forecaster in service is asked, and what it may have learnt by then: samples in calendar order, cut into stretches. Within a stretch the network stays as it is; before each, it may learn from the samples whose
/// labels have ended. A label that is still running on the day of the question belongs to nobody's training.
/// </summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class UpdateSchedule : IDisplaysAs<Table>
{
    private UpdateSchedule(ImmutableArray<UpdateBlock> blocks, ImmutableArray<int> afterwards) => (Blocks, Afterwards) = (blocks, afterwards);

    /// <summary>The stretches, in order.</summary>
    public ImmutableArray<UpdateBlock> Blocks { get; }

    /// <summary>The samples whose labels ended only after the last stretch's first forecast: what a last update at the end of the year learns from.</summary>
    public ImmutableArray<int> Afterwards { get; }

    /// <summary>Cuts samples into stretches.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="from">The first day on which a forecast is asked for; samples asked earlier only train.</param>
    /// <param name="interval">The length of a stretch.</param>
    /// <exception cref="ArgumentException">No label has ended by the first question, or no question is asked.</exception>
    public static UpdateSchedule Of(DirectionSamples samples, DateOnly from, UpdateInterval interval)
    {
        var months = interval == UpdateInterval.Monthly ? 1 : 3;
        var blocks = ImmutableArray.CreateBuilder<UpdateBlock>();
        var learnt = new HashSet<int>();
        foreach (var stretch in Enumerable.Range(0, samples.Count).Where(i => samples[i].LastDay >= from).GroupBy(i => ((samples[i].LastDay.Year * 12) + samples[i].LastDay.Month - 1) / months).OrderBy(group => group.Key))
        {
            var asked = stretch.Min(i => samples[i].LastDay);
            ImmutableArray<int> known = [.. Enumerable.Range(0, samples.Count).Where(i => samples[i].LabelTo <= asked)];
            blocks.Add(new UpdateBlock(asked, [.. stretch], known, [.. known.Where(learnt.Add)]));
        }
        if (blocks.Count == 0)
            throw new ArgumentException(FormattableString.Invariant($"No forecast is asked for from {from:yyyy-MM-dd} on; the last sample ends on {samples[Enumerable.Range(0, samples.Count).MaxBy(i => samples[i].LastDay)].LastDay:yyyy-MM-dd}. Begin earlier."), nameof(from));
        if (blocks[0].Known.IsEmpty)
            throw new ArgumentException(FormattableString.Invariant($"On {blocks[0].AskedOn:yyyy-MM-dd} no label had ended yet, so there is nothing to learn from. Begin later."), nameof(from));
        return new UpdateSchedule(blocks.ToImmutable(), [.. Enumerable.Range(0, samples.Count).Where(i => !learnt.Contains(i))]);
    }

    /// <summary>The first day of the last year of the samples: so many trading days before the last question.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="days">Trading days, 252 for a year.</param>
    public static DateOnly LastYear(DirectionSamples samples, int days = 252)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var last = Enumerable.Range(0, samples.Count).Max(i => samples[i].LastDay);
        var at = samples.Calendar.AsSpan().BinarySearch(last);
        return samples.Calendar[Math.Max(0, (at < 0 ? ~at : at) - days + 1)];
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = new Table("A rolling year", "Asked from", "Forecasts", "Labels known", "of them new").All();
        foreach (var block in Blocks)
            table.Row(block.AskedOn, block.Forecast.Length, block.Known.Length, block.New.Length);
        return table;
    }
}
