namespace StockLab.Experiments;

/// <summary>The names of a workbook's sheets: at most 31 characters, none of <c>[ ] : * ? / \</c>, no apostrophe at either end, and each only once, whatever its case.</summary>
internal sealed class SheetNames
{
    private const int Most = 31;
    private readonly HashSet<string> taken = new(["History"], StringComparer.OrdinalIgnoreCase);     // Excel keeps this one for itself

    /// <summary>A legal name as close as possible to the one wished for.</summary>
    public string Take(string wish)
    {
        var legal = new string([.. wish.Select(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' || char.IsControl(c) || char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF' ? '_' : c)]);
        for (var copy = 1; ; copy++)
        {
            var suffix = copy == 1 ? "" : FormattableString.Invariant($" ({copy})");
            var name = legal[..Math.Min(legal.Length, Most - suffix.Length)].Trim().Trim('\'').Trim();
            name = (name.Length == 0 ? "Sheet" : name) + suffix;
            if (taken.Add(name))
                return name;
        }
    }

    /// <summary>A sheet's name in a reference, quoted.</summary>
    public static string Quoted(string name) => $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
