using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Forecasting.Tests;

public class DirectionSplitTests
{
    [Fact]
    public void Faithful_ValidatesOnTheLastTwoOfEachShare_AndReportsThem()
    {
        var samples = DirectionSamplesTests.Sample();
        var split = DirectionSplit.Faithful(samples);

        Assert.Equal(6 * 2, split.Validation.Length);
        Assert.Equal(6 * 35, split.Training.Length);
        Assert.All(split.Validation, i => Assert.InRange(samples[i].Split, 35, 36));
        Assert.Equal(split.Validation, split.Test);
    }

    [Fact]
    public void Honest_LabelsOfThePartsShareNoDay_AndKeepTheEmbargo()
    {
        // Any stride and horizon, so that labels overlap: 1 to 20 days each.
        var settings = from stride in Gen.Choose(1, 20) from horizon in Gen.Choose(2, 20) from embargo in Gen.Choose(0, 30) select (stride, horizon, embargo);
        Prop.ForAll(settings.ToArbitrary(), given =>
        {
            var samples = DirectionSamplesTests.Sample(new DirectionSettings(Days: 100, Horizon: given.horizon, Splits: 1200 / given.stride, Stride: given.stride, Reach: 1475));
            var split = DirectionSplit.Honest(samples, given.embargo, training: 0.5, validation: 0.25);

            AreApart(split.Training, split.Validation);
            AreApart(split.Validation, split.Test);
            Assert.Equal(samples.Count, split.Training.Length + split.Validation.Length + split.Test.Length + split.Purged + split.Embargoed);
            Assert.Empty(split.Training.Intersect(split.Validation).Concat(split.Validation.Intersect(split.Test)).Concat(split.Training.Intersect(split.Test)));

            void AreApart(int[] earlier, int[] later)
            {
                var last = earlier.Max(i => samples[i].LabelTo);
                var next = later.Min(i => samples[i].LabelFrom);
                var between = samples.Calendar.IndexOf(next) - samples.Calendar.IndexOf(last);
                Assert.True(between > given.embargo, $"{last} to {next} is {between} days, embargo {given.embargo}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void Honest_OnNeighbouringLabels_PurgesOnlyWhatTouches()
    {
        var samples = DirectionSamplesTests.Sample();
        var without = DirectionSplit.Honest(samples, embargo: 0);
        var with = DirectionSplit.Honest(samples, embargo: 11);

        // The labels of S2 lie side by side: nothing overlaps, and an embargo of a label's length takes one label window of each share at each of the two borders.
        Assert.Equal((0, 0), (without.Purged, without.Embargoed));
        Assert.Equal((0, 6 * 2), (with.Purged, with.Embargoed));
    }

    [Fact]
    public void AtRandom_MixesTheTimes()
    {
        var samples = DirectionSamplesTests.Sample();
        var split = DirectionSplit.AtRandom(samples);

        Assert.Equal(samples.Count, split.Training.Concat(split.Validation).Concat(split.Test).Distinct().Count());
        Assert.True(split.Training.Max(i => samples[i].LabelTo) > split.Test.Min(i => samples[i].LabelFrom));
    }

    [Fact]
    public void Honest_RefusesSharesThatLeaveAPartEmpty()
    {
        var samples = DirectionSamplesTests.Sample();

        Assert.Contains("nothing for one", Assert.Throws<ArgumentException>(() => DirectionSplit.Honest(samples, training: 0.8, validation: 0.2)).Message);
        Assert.Contains("empty part", Assert.Throws<ArgumentException>(() => DirectionSplit.Honest(samples, embargo: 400)).Message);
    }
}
