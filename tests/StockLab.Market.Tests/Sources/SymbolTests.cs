using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Market.Tests;

public class SymbolTests
{
    [Theory]
    [InlineData("005930", "005930", SymbolKind.Stock, null, "005930")]
    [InlineData("0001A0", "0001A0", SymbolKind.Stock, null, "0001A0")]
    [InlineData("00104k", "00104K", SymbolKind.Stock, null, "00104K")]
    [InlineData("삼성전자", "005930", SymbolKind.Stock, null, "005930")]
    [InlineData("sk hynix", "000660", SymbolKind.Stock, null, "000660")]
    [InlineData("005930.KS", "005930", SymbolKind.Stock, null, "005930")]
    [InlineData("KS11", "KS11", SymbolKind.Index, null, "KS11")]
    [InlineData("kospi", "KS11", SymbolKind.Index, null, "KS11")]
    [InlineData("KOSDAQ", "KQ11", SymbolKind.Index, null, "KQ11")]
    [InlineData("KPI200", "KS200", SymbolKind.Index, null, "KS200")]
    [InlineData("TSLA", "TSLA", SymbolKind.Stock, null, "TSLA")]
    [InlineData(" ts la ", "TSLA", SymbolKind.Stock, null, "TSLA")]
    [InlineData("BRK.B", "BRK.B", SymbolKind.Stock, null, "BRK.B")]
    [InlineData("brk-b", "BRK.B", SymbolKind.Stock, null, "BRK.B")]
    [InlineData("BF.B", "BF.B", SymbolKind.Stock, null, "BF.B")]
    [InlineData("NASDAQ:AAPL", "AAPL", SymbolKind.Stock, null, "AAPL")]
    [InlineData("IXIC", "IXIC", SymbolKind.Index, null, "IXIC")]
    [InlineData("S&P500", "US500", SymbolKind.Index, null, "US500")]
    [InlineData("^GSPC", "US500", SymbolKind.Index, null, "US500")]
    [InlineData("^BVSP", "^BVSP", SymbolKind.Index, null, "^BVSP")]
    [InlineData("USD/KRW", "USD/KRW", SymbolKind.Currency, null, "USDKRW")]
    [InlineData("usdkrw", "USD/KRW", SymbolKind.Currency, null, "USDKRW")]
    [InlineData("GBP/KRW", "GBP/KRW", SymbolKind.Currency, null, "GBPKRW")]
    [InlineData("BTC/USD", "BTC/USD", SymbolKind.Currency, null, "BTCUSD")]
    [InlineData("NG", "NG", SymbolKind.Commodity, null, "NG")]
    [InlineData("GC=F", "GC", SymbolKind.Commodity, null, "GC")]
    [InlineData("US1MT", "US1MT", SymbolKind.Rate, null, "US1MT")]
    [InlineData("FRED:DGS1MO", "FRED:DGS1MO", SymbolKind.Economic, "FRED", "FRED-DGS1MO")]
    [InlineData("KRX:005930", "KRX:005930", SymbolKind.Stock, "KRX", "KRX-005930")]
    [InlineData("KRX:KOSPI", "KRX:KS11", SymbolKind.Index, "KRX", "KRX-KS11")]
    [InlineData("NAVER:0001A0", "NAVER:0001A0", SymbolKind.Stock, "NAVER", "NAVER-0001A0")]
    [InlineData("YAHOO:7203.T", "YAHOO:7203.T", SymbolKind.Stock, "YAHOO", "YAHOO-7203.T")]
    [InlineData("TSE:7203", "TSE:7203", SymbolKind.Stock, null, "TSE-7203")]
    [InlineData("7203.T", "TSE:7203", SymbolKind.Stock, null, "TSE-7203")]
    [InlineData("HOSE:VCB", "VCB", SymbolKind.Stock, null, "VCB")]
    public void Symbol_IsReadInFinanceDataReadersGrammar(string text, string canonical, SymbolKind kind, string? source, string file)
    {
        var symbol = Symbol.Parse(text);
        Assert.Equal(canonical, symbol.Text);
        Assert.Equal(kind, symbol.Kind);
        Assert.Equal(source, symbol.Source);
        Assert.Equal(file, symbol.FileName);
        Assert.Equal(symbol, Symbol.Parse(symbol.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("../../etc/passwd")]
    [InlineData("..\\secret")]
    [InlineData("TSLA\0")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("0001I0")]
    [InlineData("0001A9Z")]
    [InlineData("00593K0")]
    [InlineData("USD/XXX")]
    [InlineData("FRED:")]
    [InlineData("FRED:A&B")]
    [InlineData("KRX:TSLA")]
    [InlineData("a:b:c")]
    [InlineData("YAHOO:../x")]
    [InlineData("005930,000660")]
    [InlineData("TOOLONG")]
    public void WhatIsNoSymbol_IsRefusedWithAWayOut(string text)
    {
        var error = Assert.Throws<PriceSourceException>(() => Symbol.Parse(text));
        Assert.Equal(SourceFailure.SymbolUnknown, error.Failure);
        Assert.False(Symbol.TryParse(text, out _));
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public void UnknownPrefix_IsNamedWithThePrefixesThereAre()
    {
        var error = Assert.Throws<PriceSourceException>(() => Symbol.Parse("KRXX:005930"));
        Assert.Contains("'KRXX'", error.Message);
        Assert.Contains("NAVER", error.Message);
    }

    [Fact]
    public void MistypedName_SuggestsNearEntries()
    {
        var error = Assert.Throws<PriceSourceException>(() => Symbol.Parse("삼성전"));
        Assert.Contains("005930 (삼성전자, Samsung Electronics)", error.Remedy);
    }

    [Theory]
    [InlineData("CON", "CON_")]
    [InlineData("AUX", "AUX_")]
    [InlineData("CON.A", "CON.A_")]
    public void FileName_AvoidsNamesThatWindowsKeepsForDevices(string ticker, string file) => Assert.Equal(file, Symbol.Parse(ticker).FileName);

    [Fact]
    public void AnyText_IsEitherRefusedOrGivesACanonicalSymbolWithASafeFileName()
    {
        var characters = Gen.Elements("ABKSTZ019/:.-^=, 삼\\\0*?\"<>|%".ToCharArray());
        var texts = characters.ListOf().Select(list => new string([.. list])).ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(texts, text =>
        {
            if (!Symbol.TryParse(text, out var symbol))
                return true;
            return symbol == Symbol.Parse(symbol.Text)
                && symbol.FileName.Length > 0
                && symbol.FileName.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '^' or '=' or '_')
                && !symbol.FileName.StartsWith('.')
                && Path.GetFileName(symbol.FileName) == symbol.FileName;
        }));
    }

    [Fact]
    public void DifferentSymbolsOfTheCatalogue_HaveDifferentFiles() =>
        Assert.Equal(SymbolCatalogue.Entries.Length, SymbolCatalogue.Entries.Select(entry => Symbol.Parse(entry.Symbol).FileName.ToUpperInvariant()).Distinct().Count());
}
