namespace StockLab.Notebooks.Tests;

public sealed class CheckTests
{
    private const string Hint = "Think of the first row.";

    [Fact]
    public void ARightAnswer_IsSolved() => Assert.True(Check.That("x", 3, x => x == 3, Hint).IsSolved);

    [Fact]
    public void AWrongAnswer_GetsAHint_NotTheAnswer()
    {
        var report = Check.Near("the RMSE", 7.0, 5.5065, 1e-3, Hint).And("a sign", -1, s => s > 0, "Look at the minus.");
        Assert.False(report.IsSolved);
        Assert.Contains(Hint, report.ToString());
        Assert.DoesNotContain("5.5", report.ToString());
        Assert.DoesNotContain("5.5", report.ToHtml());
        Assert.Contains("0 of 2 right", report.ToString());
    }

    [Fact]
    public void Tolerance_IsInTheNumbersOwnUnit()
    {
        Assert.True(Check.Near("x", 10.1, 10, 0.2, Hint).IsSolved);
        Assert.False(Check.Near("x", 10.3, 10, 0.2, Hint).IsSolved);
    }

    [Fact]
    public void AnUnansweredQuestion_IsOpen()
    {
        Assert.Equal(AnswerStatus.Open, Check.That("x", (int?)null, x => x == 3, Hint).Answers[0].Status);
        Assert.Equal(AnswerStatus.Open, Check.Near("x", null, 3, 1, Hint).Answers[0].Status);
        Assert.Equal(AnswerStatus.Open, Check.That("x", double.NaN, x => x == 3, Hint).Answers[0].Status);
        Assert.Equal(AnswerStatus.Open, Check.That<int>("f", () => throw new NotImplementedException(), x => x == 3, Hint).Answers[0].Status);
    }

    [Fact]
    public void AStudentsFunctionThatThrows_IsWrong_WithItsMessage()
    {
        var report = Check.That("f", () => "a"[2..].Length, x => x == 1, Hint);
        Assert.Equal(AnswerStatus.Wrong, report.Answers[0].Status);
        Assert.Contains(nameof(ArgumentOutOfRangeException), report.ToString());
    }

    [Fact]
    public void AReport_ShowsItselfAsHtmlAndText_WithWhatItSaysEscaped()
    {
        var bundle = ValueFormats.Format(Check.That("a < b", 1, x => x == 2, Hint));
        Assert.Equal(["text/html", "text/plain"], bundle.Select(entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.Contains("a &lt; b", bundle["text/html"]);
        Assert.Contains("✗ a < b", bundle["text/plain"]);
    }

    [Fact]
    public void TheExercisesSide_NeedsNoCompiler()
    {
        // A foreign kernel loads this assembly for Check alone: what it touches must not lead to Roslyn.
        var types = new[] { typeof(Check), typeof(ExerciseReport), typeof(JudgedAnswer) };
        var touched = types.SelectMany(type => type.GetMembers(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static))
            .SelectMany(member => member switch
            {
                System.Reflection.MethodInfo method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType),
                System.Reflection.FieldInfo field => [field.FieldType],
                _ => [],
            });
        Assert.DoesNotContain(touched, type => type.Assembly.GetName().Name!.StartsWith("Microsoft.", StringComparison.Ordinal));
    }
}
