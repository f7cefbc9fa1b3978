using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Service.Tests;

public sealed class DecimalNumberTests
{
    [Fact]
    public void TheQuickWay_GivesTheBitsOfTheGeneralOne_OrNone()
    {
        var digits = from count in Gen.Choose(0, 10) from text in Gen.ArrayOf(Gen.Elements("0123456789".ToCharArray()), count) select new string(text);
        var numbers = from minus in Gen.Elements("", "-") from whole in digits from point in Gen.Elements("", ".") from behind in digits
                      where whole.Length > 0 && (point.Length > 0) == (behind.Length > 0) select $"{minus}{whole}{point}{behind}";
        var quick = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Arb.From(numbers), text =>
        {
            if (!DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text), out var value))
                return;
            quick++;
            Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(value));
        }));
        Assert.True(quick > 500);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1e5")]
    [InlineData("+1")]
    [InlineData("1234567890123456")]
    public void WhatItDoesNotDo_ItLeavesToTheGeneralWay(string text) => Assert.False(DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
