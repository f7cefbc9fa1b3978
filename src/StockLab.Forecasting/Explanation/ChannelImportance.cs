using System.Collections.Immutable;
using System.Globalization;
using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>How much each input channel matters to a classifier, in the eyes of one method. Scores of different methods have different units; their orders can be compared.</summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class ChannelImportance : IDisplaysAs<Table>
{
    /// <summary>Scores of channels.</summary>
    /// <param name="method">What measured them, for example <c>occlusion</c>.</param>
    /// <param name="channels">The names of the channels, (C).</param>
    /// <param name="scores">One a channel, (C); higher matters more.</param>
    /// <param name="deviations">The standard deviations of the scores, (C), where they were measured several times.</param>
    /// <exception cref="ArgumentException">There are not as many scores as names.</exception>
    public ChannelImportance(string method, IEnumerable<string> channels, IEnumerable<double> scores, IEnumerable<double>? deviations = null)
    {
        (Method, Channels, Scores, Deviations) = (method, [.. channels], [.. scores], deviations is null ? null : [.. deviations]);
        if (Scores.Length != Channels.Length || (Deviations ?? Scores).Length != Channels.Length)
            throw new ArgumentException($"{Scores.Length} scores and {Deviations?.Length ?? 0} deviations do not fit {Channels.Length} channels. Give one a channel.", nameof(scores));
        Order = [.. Enumerable.Range(0, Channels.Length).OrderByDescending(channel => Scores[channel])];
    }

    /// <summary>What measured the scores.</summary>
    public string Method { get; }

    /// <summary>The names of the channels, (C), in the order of the network's inputs.</summary>
    public ImmutableArray<string> Channels { get; }

    /// <summary>One score a channel, (C).</summary>
    public ImmutableArray<double> Scores { get; }

    /// <summary>The standard deviations of the scores; null where they were measured once.</summary>
    public ImmutableArray<double>? Deviations { get; }

    /// <summary>The channels' indices, the most important first.</summary>
    public ImmutableArray<int> Order { get; }

    /// <summary>The names, the most important first.</summary>
    public IReadOnlyList<string> Ranked => [.. Order.Select(channel => Channels[channel])];

    /// <summary>A channel's place, 1 for the most important.</summary>
    /// <exception cref="ArgumentException">There is no such channel.</exception>
    public int RankOf(string channel) => Channels.IndexOf(channel) is >= 0 and var index
        ? Order.IndexOf(index) + 1
        : throw new ArgumentException($"There is no channel '{channel}'; the network has {string.Join(", ", Channels)}.", nameof(channel));

    /// <summary>Bars, the most important channel on top.</summary>
    public Figure Figure() => new Figure($"Channels by {Method}").Ranking(Ranked, [.. Order.Select(channel => Scores[channel])], "G3");

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = new Table($"Channels by {Method}", Deviations is null ? ["Rank", "Channel", "Score"] : ["Rank", "Channel", "Score", "± sd"]).Format("Score", "G4").All();
        foreach (var channel in Order)
        {
            object?[] cells = [Order.IndexOf(channel) + 1, Channels[channel], Scores[channel]];
            table.Row(Deviations is { } deviations ? [.. cells, deviations[channel]] : cells);
        }
        return Deviations is null ? table : table.Format("± sd", "G3");
    }

    /// <summary>For example <c>occlusion: KS11, Close, IXIC</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Method}: {string.Join(", ", Ranked)}");
}
