using StockLab.Forecasting;

namespace StockLab.Experiments.Tests;

public sealed class DistillationStudyTests : IDisposable
{
    private static readonly DirectionSamples Samples = new PlantedSamples() { Drift = 0.006 }.Make(180, seed: 3);
    private static readonly DirectionSplit Split = DirectionSplit.AtRandom(Samples);
    private static readonly DistillationOptions Small = new() { Network = "conv", Width = 4, Epochs = 2, Seeds = 5, Temperatures = [2] };
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-distillation-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void EveryTeacherMeetsEveryLoss_OverAllSeeds_BesideStudentsWithoutATeacher()
    {
        var path = Path.Combine(folder, "scans.csv");
        FileTeacher.Write(path, Samples, new TruthTeacher());
        var study = DistillationStudy.Run(Samples, Split, Small with { TeacherFile = path, Epochs = 4 });

        Assert.Equal(5 * (1 + (4 * 2)), study.Rows.Count);
        Assert.Equal(["network", "uniform", "random", "scans.csv"], study.Cells.Select(cell => cell.Teacher).Distinct());
        Assert.All(study.Cells, cell => Assert.Equal(5, cell.Accuracies.Count));
        Assert.All(study.Cells, cell => Assert.True(cell.CorrectedP >= cell.T.PValue));
        Assert.All(study.Cells, cell => Assert.Equal(cell.Mean - study.Baseline.Mean, cell.MeanGain, 1e-12));
        Assert.Equal(4, study.Claims.Count);
        Assert.All(study.Claims, claim => Assert.NotEqual(Verdict.NotTested, claim.Verdict));
        Assert.Contains("scans.csv", study.ToDisplay().ToText());
        Assert.DoesNotContain("not tested", study.ToDisplay().ToText());
    }

    [Fact]
    public void AFileNamedLikeAnotherTeacher_IsNotTakenForIt()
    {
        var path = Path.Combine(folder, "random.csv");
        FileTeacher.Write(path, Samples, new TruthTeacher());
        var study = DistillationStudy.Run(Samples, Split, Small with { TeacherFile = path });

        Assert.Equal(["network", "uniform", "random", "random.csv"], study.Cells.Select(cell => cell.Teacher).Distinct());
        Assert.All(study.Cells, cell => Assert.Equal(5, cell.Accuracies.Count));
        Assert.StartsWith("the file, random.csv with ", study.Claims[2].Numbers);
    }

    [Fact]
    public void WithoutAFile_TheClaimOfTheScansIsNotTested()
    {
        var study = DistillationStudy.Run(Samples, Split, Small);
        Assert.Equal(Verdict.NotTested, study.Claims[2].Verdict);
        Assert.Contains("no such file", study.Claims[2].Numbers);
        Assert.Contains("not tested", study.ClaimsTable().ToText());
        Assert.Contains("S2's own teacher not among them", study.Claims[0].Numbers);
        Assert.Contains("brain scans, is not public", study.ToDisplay().ToText());
        Assert.Equal(Split.Test.Count(i => Samples[i].Label == Direction.Up) / (double)Split.Test.Length, study.AlwaysUp, 1e-12);
    }

    [Fact]
    public void AnInterruptedStudy_GoesOn_AndOtherDataStartAnew()
    {
        var options = Small with { Folder = folder, Cores = 1 };
        using (var stop = new CancellationTokenSource())
        {
            var progress = new Watch(done => { if (done == 2) stop.Cancel(); });
            Assert.Throws<OperationCanceledException>(() => DistillationStudy.Run(Samples, Split, options, progress, stop.Token));
        }
        var resumed = 0;
        var study = DistillationStudy.Run(Samples, Split, options, new Watch((_, kept) => resumed = kept));
        Assert.Equal(2, resumed);
        Assert.Equal(DistillationStudy.Run(Samples, Split, Small).Rows, study.Rows);

        DistillationStudy.Run(Samples.ShuffledLabels(), Split, options, new Watch((_, kept) => resumed = kept));
        Assert.Equal(0, resumed);
    }

    [Fact]
    public void FewerThanFiveSeeds_SayTooLittle() => Assert.Throws<ArgumentOutOfRangeException>(() => DistillationStudy.Run(Samples, Split, Small with { Seeds = 4 }));

    private sealed class Watch(Action<int, int> told) : IProgress<StockLab.Recurrent.StudyProgress>
    {
        public Watch(Action<int> told) : this((done, _) => told(done))
        {
        }

        public void Report(StockLab.Recurrent.StudyProgress value) => told(value.Done, value.Resumed);
    }

    private sealed class TruthTeacher : ITeacher
    {
        public string Name => "truth";

        public void SoftLabels(int sample, Span<float> probabilities)
        {
            probabilities.Fill(0.05f);
            probabilities[(int)Samples[sample].Label] = 0.9f;
        }
    }
}
