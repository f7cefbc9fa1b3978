namespace StockLab.Recurrent.Kernels;

/// <summary>The few vector operations the kernels are written in; one struct a register width implements them, a plain <c>float</c> is width 1.</summary>
/// <typeparam name="TVec">The register: <c>Vector512&lt;float&gt;</c> down to <c>float</c>.</typeparam>
internal unsafe interface ISimd<TVec> where TVec : struct
{
    /// <summary>Floats a register holds.</summary>
    static abstract int Count { get; }

    /// <summary>Registers a row of a tile takes: 6 rows of them, plus the operands, fit the register file.</summary>
    static abstract int TileVectors { get; }

    static abstract TVec Load(float* from);
    static abstract void Store(float* to, TVec value);
    static abstract TVec Fill(float value);
    static abstract TVec Add(TVec a, TVec b);
    static abstract TVec Subtract(TVec a, TVec b);
    static abstract TVec Multiply(TVec a, TVec b);

    /// <summary>a · b + c, fused where the machine can.</summary>
    static abstract TVec MultiplyAdd(TVec a, TVec b, TVec c);

    static abstract TVec Divide(TVec a, TVec b);

    static abstract TVec SquareRoot(TVec a);

    /// <summary><paramref name="value"/> held within [low, high]; NaN stays NaN.</summary>
    static abstract TVec Clamp(TVec low, TVec high, TVec value);

    /// <summary>|a|.</summary>
    static abstract TVec Magnitude(TVec a);

    /// <summary>Per element: a &gt; b ? yes : no.</summary>
    static abstract TVec WhereGreater(TVec a, TVec b, TVec yes, TVec no);

    /// <summary>The sum of a register's elements.</summary>
    static abstract float Sum(TVec a);

    /// <summary>Element i of the result is the sum of the elements of register i; only the first <see cref="Count"/> registers count.</summary>
    static abstract TVec SumEach(
        TVec a, TVec b, TVec c, TVec d, TVec e, TVec f, TVec g, TVec h,
        TVec i, TVec j, TVec k, TVec l, TVec m, TVec n, TVec o, TVec p);
}
