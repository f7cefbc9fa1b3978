namespace StockLab.Market.Tests;

public class SymbolCatalogueTests
{
    [Fact]
    public void EveryEntry_HasAKoreanAndAnEnglishName()
    {
        Assert.Equal(new DateOnly(2026, 3, 22), SymbolCatalogue.AsOf);
        Assert.All(SymbolCatalogue.Entries, entry =>
        {
            Assert.NotEmpty(entry.Korean);
            Assert.NotEmpty(entry.English);
            Assert.Equal(entry.Symbol, Symbol.Parse(entry.Symbol).Text);
            Assert.Same(entry, SymbolCatalogue.Find(entry.Symbol.ToLowerInvariant()));
        });
    }

    [Fact]
    public void EveryFileOfTheRealPrices_IsInTheCatalogue()
    {
        var files = RealPrices.Folder.Symbols.Where(file => file is not ("TSLA_full" or "068270_upstream")).ToList();
        var names = SymbolCatalogue.Entries.Select(entry => Symbol.Parse(entry.Symbol).FileName).ToHashSet();
        Assert.Equal(57, files.Count);
        Assert.All(files, file => Assert.Contains(file, names));
    }

    [Fact]
    public void Kospi50_HoldsTheLessonsCommonShares()
    {
        var members = IndexMembers.FromCatalogue("KS50");
        Assert.Equal(44, members.Members.Length);
        Assert.Equal(SymbolCatalogue.AsOf, members.AsOf);
        Assert.Contains(new IndexMember("005930", "삼성전자"), members.Members);
        Assert.DoesNotContain(members.Members, member => member.Symbol == "005935");      // a preferred share is in no KOSPI index
        Assert.Contains("KS50", Assert.Throws<PriceDataException>(() => SymbolCatalogue.Group("KS51")).Message);
    }

    [Theory]
    [InlineData("삼성", "005930")]
    [InlineData("hyundai", "005380")]
    [InlineData("00593", "005930")]
    [InlineData("005931", "005930")]
    public void Search_FindsNamesBySomeOfTheirLetters(string text, string symbol) => Assert.Contains(SymbolCatalogue.Search(text), entry => entry.Symbol == symbol);

    [Fact]
    public void Search_PutsTheExactNameFirst() => Assert.Equal("003550", SymbolCatalogue.Search("LG").First().Symbol);
}
