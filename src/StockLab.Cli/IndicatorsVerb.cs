using System.CommandLine;
using StockLab.Market;

namespace StockLab.Cli;

/// <summary><c>stocklab indicators</c>: the indicator table of a ticker, on screen or in a file.</summary>
internal static class IndicatorsVerb
{
    public static Command Create()
    {
        var symbol = new Argument<string>("SYMBOL") { Description = "The ticker." };
        var data = CommonOptions.Data();
        var set = new Option<string>("--set") { Description = "s0: the columns of source S0; all: every indicator.", DefaultValueFactory = _ => "s0" }.AcceptOnlyFromAmong("s0", "all");
        var csv = new Option<FileInfo?>("--csv") { Description = "Write the table to a file instead.", HelpName = "FILE" };
        var command = new Command("indicators", "Compute the indicators of a ticker.") { symbol, data, set, csv };
        command.SetAction(parsed =>
        {
            var folder = PriceFolder.Open(parsed.GetValue(data));
            var prices = folder.Read(parsed.GetValue(symbol)!);
            var (sp500, kospi) = (Index("US500"), Index("KS11"));
            var table = parsed.GetValue(set) == "all" ? AllIndicators.WithPrices(prices, sp500, kospi) : S0Features.Of(prices, sp500, kospi);
            if (parsed.GetValue(csv) is { } file)
            {
                table.WriteCsv(file.FullName);
                Console.Error.WriteLine($"{table.Rows} rows of {table.Features} columns of {table.Symbol} ({table.Origin}) in {file.FullName}");
            }
            else
            {
                Console.WriteLine(table.ToDisplay().ToText());
            }
            return 0;

            PriceSeries? Index(string index) => folder.Has(index) ? folder.Read(index) : null;
        });
        return command;
    }
}
