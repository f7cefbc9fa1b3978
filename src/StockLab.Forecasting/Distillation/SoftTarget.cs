using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>Which of the two distributions the Kullback–Leibler divergence takes its mean over.</summary>
public enum DivergenceOrder
{
    /// <summary>KL(teacher ‖ student) = Σ teacher · ln(teacher / student): the student must cover all that the teacher thinks possible. Hinton's form, and that of PyTorch's <c>kl_div(student, teacher)</c>.</summary>
    TeacherFirst,

    /// <summary>KL(student ‖ teacher) = Σ student · ln(student / teacher): the student must not think possible what the teacher rules out.</summary>
    StudentFirst,
}

/// <summary>
/// The loss of a student that learns from labels and from a teacher's probabilities: hard · CE(student, label) + soft · KL of the two distributions, both softened by the temperature T.
/// </summary>
/// <remarks>
/// <para>The student's distribution is softmax(logits / T). The teacher's is given as probabilities p and softened to softmax(ln p / T), which is what softening its logits gives. A T above 1 brings out how the unlikely
/// classes compare, a T below 1 hides it: at 0.1 a teacher's 60 : 40 becomes 98 : 2. Probabilities below <see cref="Smallest"/> count as that, so that a teacher's 0 costs much, not infinitely much.</para>
/// <para>Gradients of the soft part shrink with 1/T²; Hinton's form multiplies by T² for that, S2's does not.
/// Reference: G. Hinton, O. Vinyals and J. Dean, <i>Distilling the Knowledge in a Neural Network</i>, 2015, section 2.</para>
/// </remarks>
public sealed record SoftTarget
{
    /// <summary>The smallest probability of a teacher that is told from 0.</summary>
    public const double Smallest = 1e-8;

    private SoftTarget(double temperature, double hard, double soft, DivergenceOrder order)
    {
        if (!(temperature > 0 && double.IsFinite(temperature)))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "A temperature is above 0: below 1 it sharpens, above 1 it softens.");
        (Temperature, HardWeight, SoftWeight, Order) = (temperature, hard, soft, order);
    }

    /// <summary>T.</summary>
    public double Temperature { get; }

    /// <summary>What the cross-entropy with the label is multiplied by.</summary>
    public double HardWeight { get; }

    /// <summary>What the divergence from the teacher is multiplied by.</summary>
    public double SoftWeight { get; }

    /// <summary>The order of the divergence.</summary>
    public DivergenceOrder Order { get; }

    /// <summary>Source S2's loss, as its account has it: CE + KL(softmax(student/T), softmax(teacher/T)) with T = 0.1, the student first, without weights.</summary>
    public static SoftTarget S2 { get; } = new(0.1, 1, 1, DivergenceOrder.StudentFirst);

    /// <summary>Hinton's loss: (1 − w) · CE + w · T² · KL(teacher ‖ student).</summary>
    /// <param name="temperature">T, above 0.</param>
    /// <param name="weight">w, from 0 (labels only) to 1 (teacher only).</param>
    public static SoftTarget Weighted(double temperature, double weight = 0.5) => weight is >= 0 and <= 1
        ? new SoftTarget(temperature, 1 - weight, weight * temperature * temperature, DivergenceOrder.TeacherFirst)
        : throw new ArgumentOutOfRangeException(nameof(weight), weight, "A weight lies between 0 (labels only) and 1 (teacher only).");

    /// <summary>S2's loss with another temperature or the other order.</summary>
    /// <param name="temperature">T, above 0.</param>
    /// <param name="order">The order of the divergence.</param>
    public static SoftTarget Summed(double temperature, DivergenceOrder order = DivergenceOrder.StudentFirst) => new(temperature, 1, 1, order);

    /// <summary>The loss of a batch, the mean over its samples.</summary>
    /// <param name="logits">The student's answers, (B, K).</param>
    /// <param name="y">The labels, (B), as class numbers.</param>
    /// <param name="teacher">The teacher's probabilities, (B, K).</param>
    /// <returns>A number with a gradient by <paramref name="logits"/>.</returns>
    #region loss
    public Tensor Of(Tensor logits, Tensor y, Tensor teacher)
    {
        var hard = nn.functional.cross_entropy(logits, y);
        var student = (logits / Temperature).log_softmax(1);                                // (B, K), logarithms
        var soft = (teacher.clamp_min(Smallest).log() / Temperature).log_softmax(1);        // (B, K), logarithms
        var divergence = Order == DivergenceOrder.TeacherFirst
            ? (soft.exp() * (soft - student)).sum(1).mean()
            : (student.exp() * (student - soft)).sum(1).mean();
        return (hard * HardWeight) + (divergence * SoftWeight);
    }
    #endregion

    /// <summary>The loss for <see cref="ClassifierTrainer"/>: a teacher is asked about the samples of each batch.</summary>
    /// <param name="teacher">The teacher.</param>
    public ClassifierLoss From(ITeacher teacher) => (logits, labels, indices) =>
    {
        var classes = (int)logits.shape[1];
        var probabilities = new float[indices.Length * classes];
        for (var b = 0; b < indices.Length; b++)
            teacher.SoftLabels(indices[b], probabilities.AsSpan(b * classes, classes));
        return Of(logits, labels, tensor(probabilities, [indices.Length, classes], device: logits.device));
    };

    /// <summary>For example <c>0.5 · CE + 2.00 · KL(teacher ‖ student), T = 2</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{HardWeight:0.##} · CE + {SoftWeight:0.####} · KL({(Order == DivergenceOrder.TeacherFirst ? "teacher ‖ student" : "student ‖ teacher")}), T = {Temperature:0.###}");
}
