namespace StockLab.Notebooks;

/// <summary>
/// Judges the answers to an exercise, in the check cell that follows it. A check never throws: an unanswered exercise does not stop those who run
/// the whole notebook; it says what is right, what is not, and gives a hint.
/// </summary>
/// <example>
/// <code>
/// Check.That("the number of windows", windows, n => n == table.Rows - length, hint: "The first window needs as many rows as it is long.")
///      .AndNear("the naive RMSE", rmse, expected, tolerance: 1e-3, hint: "Naive means: tomorrow is like today.")
/// </code>
/// </example>
public static class Check
{
    /// <summary>Judges an answer. Null and NaN count as not answered yet.</summary>
    /// <param name="what">What was asked for, as in "the number of windows".</param>
    /// <param name="answer">The student's answer.</param>
    /// <param name="isRight">Tells whether it is right. An exception counts as wrong.</param>
    /// <param name="hint">What helps to find the answer without giving it away.</param>
    public static ExerciseReport That<T>(string what, T answer, Func<T, bool> isRight, string hint) =>
        new([Judge(what, () => answer, isRight, hint)]);

    /// <summary>Judges what a student's function gives. Null, NaN and a <see cref="NotImplementedException"/> count as not answered yet.</summary>
    /// <param name="what">What was asked for, as in "the RSI of the first month".</param>
    /// <param name="answer">Calls the student's function. An exception of it counts as wrong, and its message is shown.</param>
    /// <param name="isRight">Tells whether the answer is right. An exception counts as wrong.</param>
    /// <param name="hint">What helps to find the answer without giving it away.</param>
    public static ExerciseReport That<T>(string what, Func<T> answer, Func<T, bool> isRight, string hint) =>
        new([Judge(what, answer, isRight, hint)]);

    /// <summary>Judges a number that need not be exact. Null and NaN count as not answered yet.</summary>
    /// <param name="what">What was asked for.</param>
    /// <param name="answer">The student's answer.</param>
    /// <param name="expected">The right one; never shown.</param>
    /// <param name="tolerance">How far off, in the number's own unit, is still right.</param>
    /// <param name="hint">What helps to find the answer without giving it away.</param>
    public static ExerciseReport Near(string what, double? answer, double expected, double tolerance, string hint) =>
        new([JudgeNear(what, answer, expected, tolerance, hint)]);

    internal static JudgedAnswer JudgeNear(string what, double? answer, double expected, double tolerance, string hint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        return Judge(what, () => answer, value => Math.Abs(value!.Value - expected) <= tolerance, hint);
    }

    internal static JudgedAnswer Judge<T>(string what, Func<T> answer, Func<T, bool> isRight, string hint)
    {
        try
        {
            var value = answer();
            if (value is null or double.NaN or float.NaN)
                return new JudgedAnswer(what, AnswerStatus.Open, "not answered yet. " + hint);
            return isRight(value) ? new JudgedAnswer(what, AnswerStatus.Right, "") : new JudgedAnswer(what, AnswerStatus.Wrong, "not right yet. " + hint);
        }
        catch (NotImplementedException)
        {
            return new JudgedAnswer(what, AnswerStatus.Open, "not answered yet. " + hint);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new JudgedAnswer(what, AnswerStatus.Wrong, $"it fails with \"{error.Message}\" ({error.GetType().Name}). {hint}");
        }
    }
}
