using System.Text;

namespace StockLab.Notebooks;

/// <summary>Collects the outputs of a run cell by cell as a front end does: streams are joined, updates replace what they name, wherever it stands.</summary>
internal sealed class OutputRecorder
{
    private readonly List<(NotebookCell Cell, List<Shown> Outputs)> recorded = [];
    private readonly Lock gate = new();

    /// <summary>Begins a cell.</summary>
    /// <returns>Takes the cell's outputs, also those that come late.</returns>
    public Action<CellOutput> Begin(NotebookCell cell)
    {
        var outputs = new List<Shown>();
        lock (gate)
            recorded.Add((cell, outputs));
        return output =>
        {
            lock (gate)
            {
                Take(outputs, output);
            }
        };
    }

    /// <summary>Writes what was collected into the cells.</summary>
    public void WriteOutputs()
    {
        lock (gate)
        {
            foreach (var (cell, outputs) in recorded)
                cell.Outputs = outputs.ConvertAll(shown => shown.ToOutput());
        }
    }

    private void Take(List<Shown> outputs, CellOutput output)
    {
        switch (output)
        {
            case DisplayUpdate update:
                foreach (var shown in recorded.SelectMany(cell => cell.Outputs))
                    shown.Update(update);
                break;
            case StreamOutput stream when outputs is [.., var before] && before.TryAppend(stream):
                break;
            default:
                outputs.Add(new Shown(output));
                break;
        }
    }

    /// <summary>One output on show. A stream that is written in many pieces grows without being copied each time.</summary>
    private sealed class Shown(CellOutput output)
    {
        private CellOutput output = output;
        private StringBuilder? more;

        public bool TryAppend(StreamOutput stream)
        {
            if (output is not StreamOutput before || before.Name != stream.Name)
                return false;
            (more ??= new StringBuilder(before.Text)).Append(stream.Text);
            return true;
        }

        public void Update(DisplayUpdate update)
        {
            if (output is DisplayOutput display && display.DisplayId == update.DisplayId)
                output = display with { Data = update.Data };
        }

        public CellOutput ToOutput() => more is not null && output is StreamOutput stream ? stream with { Text = more.ToString() } : output;
    }
}
