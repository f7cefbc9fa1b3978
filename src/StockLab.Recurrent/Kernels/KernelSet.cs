namespace StockLab.Recurrent.Kernels;

/// <summary>Every kernel at one register width. A call is a whole product or a whole layer's step, so that its indirection costs nothing against the work.</summary>
internal abstract unsafe class KernelSet
{
    /// <summary>The kernels of a width; the machine must have it.</summary>
    public static KernelSet Of(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => new KernelSet<Simd512, System.Runtime.Intrinsics.Vector512<float>, Simd128, System.Runtime.Intrinsics.Vector128<float>>(),
        VectorWidth.Bits256 => new KernelSet<Simd256, System.Runtime.Intrinsics.Vector256<float>, Simd128, System.Runtime.Intrinsics.Vector128<float>>(),
        VectorWidth.Bits128 => new KernelSet<Simd128, System.Runtime.Intrinsics.Vector128<float>, Simd128, System.Runtime.Intrinsics.Vector128<float>>(),
        _ => new KernelSet<Simd1, float, Simd1, float>(),
    };

    /// <summary>C (+)= A · W for some rows, over all segments of W and C.</summary>
    /// <param name="a">Left operand; the rows of W are its columns.</param>
    /// <param name="row">The first of its rows.</param>
    /// <param name="rows">How many.</param>
    /// <param name="w">Weights, one row an input.</param>
    /// <param name="c">Result, cut into the segments of W.</param>
    /// <param name="cRow">The first of its rows.</param>
    /// <param name="start">The row it starts from, laid out like one row of W; null: it is added to.</param>
    public abstract void Product(Operand* a, nint row, nint rows, Operand* w, Operand* c, nint cRow, float* start);

    /// <summary>W (+)= Aᵀ · G, summed over rows, over all segments of G and W.</summary>
    public abstract void Outer(float* a, nint lda, nint columns, Operand* g, nint row, nint rows, Operand* w, bool add);

    /// <summary>C[rows × columns] += A · Wᵀ, along whole registers.</summary>
    public abstract void Dots(Operand* a, nint row, nint rows, Operand* w, nint column, nint columns, float* c, nint ldc);

    /// <summary>sums (+)= the rows of G added up, over all segments.</summary>
    public abstract void ColumnSums(Operand* g, nint rows, Operand* sums, bool add);

    /// <inheritdoc cref="Transposition.Run"/>
    public abstract void Transpose(float* from, nint ldFrom, nint rows, nint columns, float* to, nint ldTo);

    /// <summary>One time step of all panels. <see cref="Cells{TIsa, TVec}.LstmForward"/>.</summary>
    public abstract void LstmForward(Operand* gates, nint row, nint rows, float* before, float* c, float* t, float* h, nint ld);

    /// <summary>One time step of all panels. <see cref="Cells{TIsa, TVec}.LstmBackward"/>.</summary>
    public abstract void LstmBackward(Operand* gates, nint row, nint rows, float* before, float* t, float* dh, float* dc, nint ld, float* sums);

    /// <summary>One time step of all panels. <see cref="Cells{TIsa, TVec}.GruForward"/>.</summary>
    public abstract void GruForward(Operand* gates, nint row, nint rows, float* before, float* h, nint ld);

    /// <summary>Whether a slot of a panel is one register, so that <see cref="GruStep"/> can work.</summary>
    public abstract bool SlotIsRegister { get; }

    /// <summary>One time step of all panels, products and cell in one go: <see cref="GruTile{TIsa, TVec, TRows}"/>.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="wx">Their weights.</param>
    /// <param name="start">What n_x, r and z start from; all four slots for the tail.</param>
    /// <param name="before">The hidden states before, from row 0; of width 0 at the first step, when they are zero.</param>
    /// <param name="wh">Their weights.</param>
    /// <param name="biasHidden">Their bias, of which n_h takes its part.</param>
    /// <param name="gates">Receives n, r, z and n_h.</param>
    /// <param name="row">The first row of inputs and gates.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="h">Receives the hidden states.</param>
    /// <param name="ld">Floats from one row of hidden states to the next.</param>
    public abstract void GruStep(Operand* x, Operand* wx, float* start, Operand* before, Operand* wh, Operand* biasHidden, Operand* gates, nint row, nint rows, float* h, nint ld);

    /// <summary>One time step of all panels. <see cref="Cells{TIsa, TVec}.GruBackward"/>.</summary>
    public abstract void GruBackward(Operand* gates, nint row, nint rows, float* before, float* dh, float* dhBefore, bool add, nint ld, float* sums);

    /// <inheritdoc cref="Cells{TIsa, TVec}.RnnForward"/>
    public abstract void RnnForward(float* g, float* h, nint count);

    /// <inheritdoc cref="Cells{TIsa, TVec}.RnnBackward"/>
    public abstract void RnnBackward(float* g, float* h, float* dh, nint count);

    /// <inheritdoc cref="Cells{TIsa, TVec}.Activate"/>
    public abstract void Activate(Activation activation, float* z, nint count);

    /// <inheritdoc cref="Cells{TIsa, TVec}.ActivateBackward"/>
    public abstract void ActivateBackward(Activation activation, float* z, float* d, nint count);

    /// <inheritdoc cref="Updates{TIsa, TVec}.Prepare"/>
    public abstract void Prepare(float* w, float* g, nint count, AdamStep* step);

    /// <inheritdoc cref="Updates{TIsa, TVec}.Adam"/>
    public abstract void Adam(float* w, float* g, float* m, float* v, float* largest, nint count, AdamStep* step);

    /// <inheritdoc cref="Updates{TIsa, TVec}.Average"/>
    public abstract void Average(float* average, float* w, nint count, float decay, float rest);

    /// <inheritdoc cref="Updates{TIsa, TVec}.Penalise"/>
    public abstract void Penalise(float* g, float* w, nint count, float l1, float l2);

    /// <inheritdoc cref="Updates{TIsa, TVec}.Scale"/>
    public abstract void Scale(float* x, nint count, float factor);

    /// <inheritdoc cref="Updates{TIsa, TVec}.Add"/>
    public abstract void Add(float* z, float* x, float* y, nint count);

    /// <inheritdoc cref="Updates{TIsa, TVec}.Multiply"/>
    public abstract void Multiply(float* z, float* x, float* y, nint count);

    /// <inheritdoc cref="Updates{TIsa, TVec}.SumOfSquares"/>
    public abstract double SumOfSquares(float* x, nint count);

    /// <inheritdoc cref="Updates{TIsa, TVec}.SumOfMagnitudes"/>
    public abstract double SumOfMagnitudes(float* x, nint count);

    /// <inheritdoc cref="Updates{TIsa, TVec}.FillRows"/>
    public abstract void FillRows(float* g, nint ldg, nint rows, float* values, nint width);
}
