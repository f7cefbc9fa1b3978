using StockLab.Forecasting;
using StockLab.Recurrent;

namespace StockLab.Experiments.Tests;

public sealed class FileTeacherTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-teacher-").FullName;
    private readonly DirectionSamples samples = new PlantedSamples().Make(6);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("labels.csv")]
    [InlineData("labels.safetensors")]
    public void WhatIsWritten_IsRead(string name)
    {
        var path = Path.Combine(folder, name);
        FileTeacher.Write(path, samples, new RandomTeacher(4));
        var teacher = FileTeacher.Read(path, samples);
        Assert.Equal(name, teacher.Name);
        Assert.Equal(0, teacher.Unused);
        float[] expected = new float[3], read = new float[3];
        for (var i = 0; i < samples.Count; i++)
        {
            new RandomTeacher(4).SoftLabels(i, expected);
            teacher.SoftLabels(i, read);
            Assert.All(expected.Zip(read), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
    }

    [Fact]
    public void Columns_ComeInAnyOrder_RowsToo_AndOthersSamplesAreLeftAlone()
    {
        var days = Days();
        var teacher = Read($"hold,up,down,date,ticker\n0.5,0.25,0.25,{days[1]},made\n0.1,0.7,0.2,{days[0]},made\n1,0,0,1999-01-01,made\n", needed: [0, 1]);
        Assert.Equal([0.7f, 0.2f, 0.1f], Labels(teacher, 0));
        Assert.Equal([0.25f, 0.25f, 0.5f], Labels(teacher, 1));
        Assert.Equal(1, teacher.Unused);
        Assert.Contains("holds no soft label", Assert.Throws<ArgumentOutOfRangeException>(() => Labels(teacher, 2)).Message);
    }

    [Fact]
    public void TensorsWithoutNames_BelongToTheSamplesInTheirOrder()
    {
        var path = Path.Combine(folder, "plain.safetensors");
        SafetensorsFile.Write(path, [SafeTensor.Of("soft_labels", [.. Enumerable.Range(0, 6).SelectMany(i => (double[])[i / 10.0, 0.5 - (i / 10.0), 0.5])], 6, 3)]);
        Assert.Equal(0.3f, Labels(FileTeacher.Read(path, samples), 3)[0], 1e-6f);

        SafetensorsFile.Write(path, [SafeTensor.Of("soft_labels", new float[15], 5, 3)]);
        Assert.Contains("has 5 rows, but there are 6 samples", Assert.Throws<SoftLabelException>(() => FileTeacher.Read(path, samples)).Message);
        SafetensorsFile.Write(path, [SafeTensor.Of("soft_labels", new float[12], 6, 2)]);
        Assert.Contains("is (6, 2)", Assert.Throws<SoftLabelException>(() => FileTeacher.Read(path, samples)).Message);
        SafetensorsFile.Write(path, [SafeTensor.Of("soft_labels", new float[18], 6, 3)]);
        var zero = Assert.Throws<SoftLabelException>(() => FileTeacher.Read(path, samples));
        Assert.Equal(0, zero.Row);
        Assert.Contains("is 0, not 1", zero.Message);
        SafetensorsFile.Write(path, [SafeTensor.Of("soft_labels", new float[3], 1, 3)], new Dictionary<string, string> { ["samples"] = "made 2000-01-01" });
        Assert.Contains("'made 2000-01-01' in the metadata 'samples' is no sample", Assert.Throws<SoftLabelException>(() => FileTeacher.Read(path, samples)).Message);
    }

    [Theory]
    [InlineData("0.5,0.5,0.5", "0.5 + 0.5 + 0.5 is 1.5, not 1", "Divide the row by its sum")]
    [InlineData("NaN,0.5,0.5", "the probability of up is NaN", "from 0 to 1")]
    [InlineData("-0.1,0.6,0.5", "the probability of up is -0.1", "from 0 to 1")]
    [InlineData("0.2,high,0.3", "'high' in column down is no number", "Write a probability")]
    [InlineData("0.2,0.3", "the row has 4 cells, the header 5", "Give a cell a column")]
    public void ARowThatCannotBe_IsNamed_WithTheRemedy(string cells, string problem, string remedy)
    {
        var days = Days();
        var error = Assert.Throws<SoftLabelException>(() => Read($"ticker,date,up,down,hold\nmade,{days[0]},0.2,0.3,0.5\nmade,{days[1]},{cells}\n", needed: [0]));
        Assert.Equal(3, error.Row);
        Assert.StartsWith($"{error.File}:3: {problem}", error.Message);
        Assert.Contains(remedy, error.Message);
    }

    [Fact]
    public void AMissingSample_ASecondRow_ABadDate_AndABadHeader_AreNamed()
    {
        var days = Days();
        var header = "ticker,date,up,down,hold\n";
        Assert.Contains($"there is no row for sample 1, made {days[1]}", Fails($"{header}made,{days[0]},0,0,1\n"));
        Assert.Contains(":3: made " + days[0] + " is there a second time", Fails($"{header}made,{days[0]},0,0,1\nmade,{days[0]},0,1,0\n"));
        Assert.Contains(":2: '31.5.2019' is no date", Fails($"{header}made,31.5.2019,0,0,1\n"));
        Assert.Contains(":1: the header does not name 'hold' once", Fails("ticker,date,up,down\n"));
        Assert.Contains("the file is empty", Fails(""));
        Assert.Contains("neither .csv nor .safetensors", Assert.Throws<SoftLabelException>(() => FileTeacher.Read("labels.xlsx", samples)).Message);

        string Fails(string text) => Assert.Throws<SoftLabelException>(() => Read(text, needed: [0, 1])).Message;
    }

    private FileTeacher Read(string text, int[] needed)
    {
        var path = Path.Combine(folder, "soft.csv");
        File.WriteAllText(path, text);
        return FileTeacher.Read(path, samples, needed);
    }

    private string[] Days() => [.. Enumerable.Range(0, samples.Count).Select(i => samples[i].LastDay.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))];

    private static float[] Labels(ITeacher teacher, int sample)
    {
        var labels = new float[3];
        teacher.SoftLabels(sample, labels);
        return labels;
    }
}
