namespace StockLab.Recurrent.Kernels;

/// <summary>Every kernel at one register width. The calls are per product, so that their indirection costs nothing against the work.</summary>
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

    /// <summary>C[rows × width] (+)= A · W; W's rows are <paramref name="width"/> floats, C starts from <paramref name="start"/> unless that is null.</summary>
    public abstract void Product(Operand* a, nint row, nint rows, float* w, nint width, float* c, nint ldc, float* start);

    /// <summary>C[columns × width] (+)= Aᵀ · G, summed over <paramref name="rows"/>; C's rows are <paramref name="width"/> floats.</summary>
    public abstract void Outer(float* a, nint lda, nint columns, float* g, nint ldg, nint width, nint rows, float* c, bool add);

    /// <summary>C[rows × columns] += A · Wᵀ, along whole registers.</summary>
    public abstract void Dots(Operand* a, nint row, nint rows, Operand* w, nint column, nint columns, float* c, nint ldc);

    /// <summary>Writes the transpose of a block of rows of W, 16 or more columns, 16 rows at a time.</summary>
    public abstract void Transpose(float* from, nint ldFrom, nint rows, nint columns, float* to, nint ldTo);

    public abstract void LstmForward(float* g, nint ldg, nint units, nint rows, float* before, float* c, float* t, float* h, nint ld);

    public abstract void LstmBackward(float* g, nint ldg, nint units, nint rows, float* before, float* t, float* dh, float* dc, nint ld);

    public abstract void GruForward(float* g, nint ldg, nint units, nint rows, float* before, float* h, nint ld);

    public abstract void GruBackward(float* g, nint ldg, nint units, nint rows, float* before, float* dh, float* dhBefore, nint ld);

    public abstract void RnnForward(float* g, float* h, nint count);

    public abstract void RnnBackward(float* g, float* h, float* dh, nint count);

    public abstract void Activate(Activation activation, float* z, nint count);

    public abstract void ActivateBackward(Activation activation, float* z, float* d, nint count);

    public abstract void Adam(float* w, float* g, float* m, float* v, nint count, AdamStep* step);

    public abstract void Average(float* average, float* w, nint count, float decay, float rest);

    public abstract void Penalise(float* g, float* w, nint count, float l1, float l2);

    public abstract void Scale(float* x, nint count, float factor);

    public abstract void Multiply(float* z, float* x, float* y, nint count);

    public abstract double SumOfSquares(float* x, nint count);

    public abstract double SumOfMagnitudes(float* x, nint count);

    public abstract void ColumnSums(float* g, nint ldg, nint rows, nint width, float* sums, bool add);

    public abstract void FillRows(float* g, nint ldg, nint rows, float* values, nint width);
}

/// <summary>The kernels at the width of <typeparamref name="TIsa"/>; panels narrower than 16 units go through <typeparamref name="TNarrow"/>.</summary>
internal sealed unsafe class KernelSet<TIsa, TVec, TNarrow, TNarrowVec> : KernelSet
    where TIsa : struct, ISimd<TVec>
    where TVec : struct
    where TNarrow : struct, ISimd<TNarrowVec>
    where TNarrowVec : struct
{
    private const int PanelUnits = 16;

    /// <summary>Rows of G that are summed before the tile moves on: 128 rows of a panel are 32 KiB and stay in the first-level cache.</summary>
    private const int OuterBlock = 128;

    public override void Product(Operand* a, nint row, nint rows, float* w, nint width, float* c, nint ldc, float* start)
    {
        if (rows < 4)
        {
            for (nint r = 0; r < rows; r++)
                Row(a, row + r, w, width, c + r * ldc, start);
            return;
        }
        for (nint column = 0; column < width;)
        {
            var vectors = Math.Min(TIsa.TileVectors, (width - column) / TIsa.Count);
            var from = start == null ? null : start + column;
            switch (vectors)
            {
                case 1: ProductRows<One>(a, row, rows, w + column, width, c + column, ldc, from); break;
                case 2: ProductRows<Two>(a, row, rows, w + column, width, c + column, ldc, from); break;
                case 3: ProductRows<Three>(a, row, rows, w + column, width, c + column, ldc, from); break;
                default: ProductRows<Four>(a, row, rows, w + column, width, c + column, ldc, from); break;
            }
            column += vectors * TIsa.Count;
        }
    }

    private static void Row(Operand* a, nint row, float* w, nint width, float* c, float* start)
    {
        for (nint column = 0; column < width;)
        {
            var vectors = Math.Min(4, (width - column) / TIsa.Count);
            var from = start == null ? null : start + column;
            switch (vectors)
            {
                case 1: RowTile<TIsa, TVec, One>.Run(a, row, w + column, width, c + column, from); break;
                case 2: RowTile<TIsa, TVec, Two>.Run(a, row, w + column, width, c + column, from); break;
                case 3: RowTile<TIsa, TVec, Three>.Run(a, row, w + column, width, c + column, from); break;
                default: RowTile<TIsa, TVec, Four>.Run(a, row, w + column, width, c + column, from); break;
            }
            column += vectors * TIsa.Count;
        }
    }

    private static void ProductRows<TVecs>(Operand* a, nint row, nint rows, float* w, nint ldw, float* c, nint ldc, float* start)
        where TVecs : struct, ISize
    {
        for (var tiles = (rows + 5) / 6; tiles > 0; tiles--)
        {
            var height = (rows + tiles - 1) / tiles; // evenly: 32 rows are 6+6+5+5+5+5, not 5 × 6 + 2
            switch (height)
            {
                case 1: ProductTile<TIsa, TVec, One, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
                case 2: ProductTile<TIsa, TVec, Two, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
                case 3: ProductTile<TIsa, TVec, Three, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
                case 4: ProductTile<TIsa, TVec, Four, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
                case 5: ProductTile<TIsa, TVec, Five, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
                default: ProductTile<TIsa, TVec, Six, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
            }
            row += height;
            rows -= height;
            c += height * ldc;
        }
    }

    public override void Outer(float* a, nint lda, nint columns, float* g, nint ldg, nint width, nint rows, float* c, bool add)
    {
        for (nint from = 0; from < rows || from == 0; from += OuterBlock)
        {
            var block = Math.Min(OuterBlock, rows - from);
            for (nint column = 0; column < width;)
            {
                var vectors = Math.Min(TIsa.TileVectors, (width - column) / TIsa.Count);
                var left = a + from * lda;
                var right = g + from * ldg + column;
                switch (vectors)
                {
                    case 1: OuterRows<One>(left, lda, columns, right, ldg, block, c + column, width, add || from > 0); break;
                    case 2: OuterRows<Two>(left, lda, columns, right, ldg, block, c + column, width, add || from > 0); break;
                    case 3: OuterRows<Three>(left, lda, columns, right, ldg, block, c + column, width, add || from > 0); break;
                    default: OuterRows<Four>(left, lda, columns, right, ldg, block, c + column, width, add || from > 0); break;
                }
                column += vectors * TIsa.Count;
            }
        }
    }

    private static void OuterRows<TVecs>(float* a, nint lda, nint columns, float* g, nint ldg, nint rows, float* c, nint ldc, bool add)
        where TVecs : struct, ISize
    {
        for (var tiles = (columns + 5) / 6; tiles > 0; tiles--)
        {
            var height = (columns + tiles - 1) / tiles;
            switch (height)
            {
                case 1: OuterTile<TIsa, TVec, One, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
                case 2: OuterTile<TIsa, TVec, Two, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
                case 3: OuterTile<TIsa, TVec, Three, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
                case 4: OuterTile<TIsa, TVec, Four, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
                case 5: OuterTile<TIsa, TVec, Five, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
                default: OuterTile<TIsa, TVec, Six, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
            }
            columns -= height;
            a += height;
            c += height * ldc;
        }
    }

    public override void Dots(Operand* a, nint row, nint rows, Operand* w, nint column, nint columns, float* c, nint ldc)
    {
        if (rows < 4)
        {
            for (nint r = 0; r < rows; r++)
            {
                nint done = 0;
                for (; done + TIsa.Count <= columns; done += TIsa.Count)
                    DotRow<TIsa, TVec>.Run(a, row + r, w, column + done, c + r * ldc + done);
                if (done < columns)
                    DotColumns(a, row + r, 1, w, column + done, columns - done, c + r * ldc + done, ldc);
            }
            return;
        }
        DotColumns(a, row, rows, w, column, columns, c, ldc);
    }

    private static void DotColumns(Operand* a, nint row, nint rows, Operand* w, nint column, nint columns, float* c, nint ldc)
    {
        for (nint done = 0; done < columns;)
        {
            var count = Math.Min(TIsa.TileVectors, columns - done);
            switch (count)
            {
                case 1: DotRows<One>(a, row, rows, w, column + done, c + done, ldc); break;
                case 2: DotRows<Two>(a, row, rows, w, column + done, c + done, ldc); break;
                case 3: DotRows<Three>(a, row, rows, w, column + done, c + done, ldc); break;
                default: DotRows<Four>(a, row, rows, w, column + done, c + done, ldc); break;
            }
            done += count;
        }
    }

    private static void DotRows<TVecs>(Operand* a, nint row, nint rows, Operand* w, nint column, float* c, nint ldc)
        where TVecs : struct, ISize
    {
        for (var tiles = (rows + 5) / 6; tiles > 0; tiles--)
        {
            var height = (rows + tiles - 1) / tiles;
            switch (height)
            {
                case 1: DotTile<TIsa, TVec, One, TVecs>.Run(a, row, w, column, c, ldc); break;
                case 2: DotTile<TIsa, TVec, Two, TVecs>.Run(a, row, w, column, c, ldc); break;
                case 3: DotTile<TIsa, TVec, Three, TVecs>.Run(a, row, w, column, c, ldc); break;
                case 4: DotTile<TIsa, TVec, Four, TVecs>.Run(a, row, w, column, c, ldc); break;
                case 5: DotTile<TIsa, TVec, Five, TVecs>.Run(a, row, w, column, c, ldc); break;
                default: DotTile<TIsa, TVec, Six, TVecs>.Run(a, row, w, column, c, ldc); break;
            }
            row += height;
            rows -= height;
            c += height * ldc;
        }
    }

    public override void Transpose(float* from, nint ldFrom, nint rows, nint columns, float* to, nint ldTo) =>
        Transposition.Run(from, ldFrom, rows, columns, to, ldTo, TIsa.Count > 1);

    public override void LstmForward(float* g, nint ldg, nint units, nint rows, float* before, float* c, float* t, float* h, nint ld)
    {
        if (units == PanelUnits)
            Cells<TIsa, TVec>.LstmForward(g, ldg, PanelUnits, rows, before, c, t, h, ld);
        else
            Cells<TNarrow, TNarrowVec>.LstmForward(g, ldg, units, rows, before, c, t, h, ld);
    }

    public override void LstmBackward(float* g, nint ldg, nint units, nint rows, float* before, float* t, float* dh, float* dc, nint ld)
    {
        if (units == PanelUnits)
            Cells<TIsa, TVec>.LstmBackward(g, ldg, PanelUnits, rows, before, t, dh, dc, ld);
        else
            Cells<TNarrow, TNarrowVec>.LstmBackward(g, ldg, units, rows, before, t, dh, dc, ld);
    }

    public override void GruForward(float* g, nint ldg, nint units, nint rows, float* before, float* h, nint ld)
    {
        if (units == PanelUnits)
            Cells<TIsa, TVec>.GruForward(g, ldg, PanelUnits, rows, before, h, ld);
        else
            Cells<TNarrow, TNarrowVec>.GruForward(g, ldg, units, rows, before, h, ld);
    }

    public override void GruBackward(float* g, nint ldg, nint units, nint rows, float* before, float* dh, float* dhBefore, nint ld)
    {
        if (units == PanelUnits)
            Cells<TIsa, TVec>.GruBackward(g, ldg, PanelUnits, rows, before, dh, dhBefore, ld);
        else
            Cells<TNarrow, TNarrowVec>.GruBackward(g, ldg, units, rows, before, dh, dhBefore, ld);
    }

    public override void RnnForward(float* g, float* h, nint count) => Cells<TIsa, TVec>.RnnForward(g, h, count);

    public override void RnnBackward(float* g, float* h, float* dh, nint count) => Cells<TIsa, TVec>.RnnBackward(g, h, dh, count);

    public override void Activate(Activation activation, float* z, nint count) => Cells<TIsa, TVec>.Activate(activation, z, count);

    public override void ActivateBackward(Activation activation, float* z, float* d, nint count) => Cells<TIsa, TVec>.ActivateBackward(activation, z, d, count);

    public override void Adam(float* w, float* g, float* m, float* v, nint count, AdamStep* step) => Updates<TIsa, TVec>.Adam(w, g, m, v, count, step);

    public override void Average(float* average, float* w, nint count, float decay, float rest) => Updates<TIsa, TVec>.Average(average, w, count, decay, rest);

    public override void Penalise(float* g, float* w, nint count, float l1, float l2) => Updates<TIsa, TVec>.Penalise(g, w, count, l1, l2);

    public override void Scale(float* x, nint count, float factor) => Updates<TIsa, TVec>.Scale(x, count, factor);

    public override void Multiply(float* z, float* x, float* y, nint count) => Updates<TIsa, TVec>.Multiply(z, x, y, count);

    public override double SumOfSquares(float* x, nint count) => Updates<TIsa, TVec>.SumOfSquares(x, count);

    public override double SumOfMagnitudes(float* x, nint count) => Updates<TIsa, TVec>.SumOfMagnitudes(x, count);

    public override void ColumnSums(float* g, nint ldg, nint rows, nint width, float* sums, bool add) =>
        Updates<TIsa, TVec>.ColumnSums(g, ldg, rows, width, sums, add);

    public override void FillRows(float* g, nint ldg, nint rows, float* values, nint width) => Updates<TIsa, TVec>.FillRows(g, ldg, rows, values, width);
}
