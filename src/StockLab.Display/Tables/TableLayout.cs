namespace StockLab.Display;

/// <summary>A table ready to be written: text only. Of its rows, <paramref name="Hidden"/> are left out after the first <paramref name="Head"/>.</summary>
internal sealed record TableLayout(string Title, TableColumn[] Columns, int Rows, int Head, int Hidden, string Below)
{
    public string HiddenText => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"… {Hidden:#,0} more rows …");
}
