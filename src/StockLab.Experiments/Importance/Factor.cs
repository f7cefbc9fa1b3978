using System.Globalization;

namespace StockLab.Experiments;

/// <summary>
/// A hyper-parameter as a finite set of levels, each with the share of the parameter's range that it stands for. A grid's values are levels of equal shares. Of a number with more than
/// <see cref="MostLevels"/> values, as a random search draws it, neighbours share a level, so that about as many values fall into each: whether its scale is linear or logarithmic then does not matter.
/// </summary>
/// <param name="Name">The parameter.</param>
/// <param name="Levels">The levels in words, in ascending order where they are numbers.</param>
/// <param name="Shares">A share a level; they sum to 1.</param>
/// <param name="IsOrdered">Whether the levels are numbers.</param>
public sealed record Factor(string Name, IReadOnlyList<string> Levels, IReadOnlyList<double> Shares, bool IsOrdered)
{
    /// <summary>The most levels of a number.</summary>
    public const int MostLevels = 16;

    /// <summary>The most levels of a parameter that is no number.</summary>
    public const int MostNames = 64;

    /// <summary>Finds a parameter's levels.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="values">Its value in every trial, as invariant text.</param>
    /// <returns>The factor, and the level of each trial.</returns>
    /// <exception cref="ArgumentException">There is no value, or there are more than <see cref="MostNames"/> that are no numbers.</exception>
    public static (Factor Factor, int[] Levels) Of(string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            throw new ArgumentException($"The parameter {name} has no value. Give a value a trial.", nameof(values));
        var different = values.Distinct(StringComparer.Ordinal).ToList();
        var numbers = different.ToDictionary(value => value, value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN);
        var isOrdered = numbers.Values.All(double.IsFinite);
        different = [.. isOrdered ? different.OrderBy(value => numbers[value]) : different.Order(StringComparer.Ordinal)];
        if (!isOrdered && different.Count > MostNames)
            throw new ArgumentException($"The parameter {name} has {different.Count} values that are no numbers; at most {MostNames} can be told apart.", nameof(values));

        var count = isOrdered ? Math.Min(different.Count, MostLevels) : different.Count;
        var level = different.Select((value, i) => (value, Level: (int)((long)i * count / different.Count))).ToDictionary(pair => pair.value, pair => pair.Level);
        var groups = different.GroupBy(value => level[value]).OrderBy(group => group.Key).Select(group => group.ToList()).ToList();
        return (
            new Factor(name, [.. groups.Select(group => group.Count == 1 ? group[0] : $"{group[0]} … {group[^1]}")], [.. groups.Select(group => (double)group.Count / different.Count)], isOrdered),
            [.. values.Select(value => level[value])]);
    }
}
