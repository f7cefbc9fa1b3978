using System.Collections.Immutable;
using System.Net;
using System.Text;
using StockLab.Display;

namespace StockLab.Notebooks;

/// <summary>How an answer stands.</summary>
public enum AnswerStatus
{
    /// <summary>Nothing has been answered yet.</summary>
    Open,

    /// <summary>It is right.</summary>
    Right,

    /// <summary>It is not right.</summary>
    Wrong,
}

/// <summary>One judged answer.</summary>
/// <param name="What">What was asked for.</param>
/// <param name="Status">How the answer stands.</param>
/// <param name="Remark">What to say to an answer that is not right: a hint, never the answer.</param>
public sealed record JudgedAnswer(string What, AnswerStatus Status, string Remark);

/// <summary>
/// What a check cell shows: each answer with ✓, ✗ or ○ and, where it is not right, a hint. Immutable: each call of <see cref="And{T}(string, T, Func{T, bool}, string)"/>
/// gives a longer report. Leave the report as the last expression of the cell, so that it is shown.
/// </summary>
[TypeFormatterSource(typeof(ExerciseReportFormats))]
public sealed class ExerciseReport
{
    internal ExerciseReport(ImmutableArray<JudgedAnswer> answers) => Answers = answers;

    /// <summary>The answers, in the order they were judged.</summary>
    public ImmutableArray<JudgedAnswer> Answers { get; }

    /// <summary>True when every answer is right.</summary>
    public bool IsSolved => Answers.All(answer => answer.Status == AnswerStatus.Right);

    /// <inheritdoc cref="Check.That{T}(string, T, Func{T, bool}, string)"/>
    public ExerciseReport And<T>(string what, T answer, Func<T, bool> isRight, string hint) =>
        new(Answers.Add(Check.Judge(what, () => answer, isRight, hint)));

    /// <inheritdoc cref="Check.That{T}(string, Func{T}, Func{T, bool}, string)"/>
    public ExerciseReport And<T>(string what, Func<T> answer, Func<T, bool> isRight, string hint) =>
        new(Answers.Add(Check.Judge(what, answer, isRight, hint)));

    /// <inheritdoc cref="Check.Near"/>
    public ExerciseReport AndNear(string what, double? answer, double expected, double tolerance, string hint) =>
        new(Answers.Add(Check.JudgeNear(what, answer, expected, tolerance, hint)));

    /// <summary>One line an answer, and one that sums up.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var answer in Answers)
            text.Append(Mark(answer.Status)).Append(' ').Append(answer.What).Append(answer.Remark.Length > 0 ? ": " + answer.Remark : "").Append('\n');
        return text.Append(Summary).ToString();
    }

    /// <summary>The same as HTML that needs no script and no style sheet.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<div class=\"stocklab-check\">");
        foreach (var answer in Answers)
        {
            var colour = answer.Status switch { AnswerStatus.Right => "#2e9e4f", AnswerStatus.Wrong => "#d13438", _ => "#8a8a8a" };
            html.Append($"<div><span style=\"color:{colour};font-weight:bold\">{Mark(answer.Status)}</span> {WebUtility.HtmlEncode(answer.What)}");
            if (answer.Remark.Length > 0)
                html.Append($": <em>{WebUtility.HtmlEncode(answer.Remark)}</em>");
            html.Append("</div>");
        }
        return html.Append($"<div><strong>{WebUtility.HtmlEncode(Summary)}</strong></div></div>").ToString();
    }

    private string Summary
    {
        get
        {
            if (IsSolved)
                return "Solved.";
            var right = Answers.Count(answer => answer.Status == AnswerStatus.Right);
            return Answers.Any(answer => answer.Status == AnswerStatus.Wrong)
                ? $"Not yet: {right} of {Answers.Length} right. Change the cell above, run it, and run this one again."
                : "Open. Fill in the cell above, run it, and run this one again.";
        }
    }

    private static char Mark(AnswerStatus status) => status switch { AnswerStatus.Right => '✓', AnswerStatus.Wrong => '✗', _ => '○' };
}
