using System.Data.Common;
using System.Text;
using Dapper;

namespace StockLab.Experiments;

/// <summary>Many rows by few statements. Values are bound, never written into the text; only names that stand in this assembly's source are.</summary>
internal static class MultiRowInsert
{
    private const int ValuesAtOnce = 900;       // SQLite's older limit is 999 parameters a statement

    /// <summary>Inserts rows.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="into">The table and its columns: <c>TABLE (A, B)</c>.</param>
    /// <param name="stamped">Whether one further column, the last of <paramref name="into"/>, takes the database's time.</param>
    /// <param name="rows">The rows, a value a column, in order.</param>
    public static void Run(DbConnection connection, DbTransaction transaction, string into, bool stamped, IEnumerable<object?[]> rows)
    {
        foreach (var chunk in Chunks(rows))
        {
            var (text, values) = (new StringBuilder($"INSERT INTO {into} VALUES "), new DynamicParameters());
            for (var r = 0; r < chunk.Count; r++)
            {
                text.Append(r == 0 ? "(" : ", (");
                for (var c = 0; c < chunk[r].Length; c++)
                {
                    var name = FormattableString.Invariant($"v{r}_{c}");
                    text.Append(c == 0 ? "@" : ", @").Append(name);
                    values.Add(name, chunk[r][c] is double number && !double.IsFinite(number) ? null : chunk[r][c]);
                }
                text.Append(stamped ? ", CURRENT_TIMESTAMP)" : ")");
            }
            connection.Execute(text.ToString(), values, transaction);
        }
    }

    private static IEnumerable<List<object?[]>> Chunks(IEnumerable<object?[]> rows)
    {
        var chunk = new List<object?[]>();
        foreach (var row in rows)
        {
            chunk.Add(row);
            if ((chunk.Count + 1) * row.Length > ValuesAtOnce)
            {
                yield return chunk;
                chunk = [];
            }
        }
        if (chunk.Count > 0)
            yield return chunk;
    }
}
