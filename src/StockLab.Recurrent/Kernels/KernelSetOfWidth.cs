using System.Runtime.CompilerServices;

namespace StockLab.Recurrent.Kernels;

/// <summary>The kernels at the width of <typeparamref name="TIsa"/>; panels narrower than 16 units go through <typeparamref name="TNarrow"/>.</summary>
/// <remarks>What cuts products into tiles is compiled in full at once, like the tiles: a step at batch 32 takes 4 % less than after profile-guided recompilation.</remarks>
internal sealed unsafe class KernelSet<TIsa, TVec, TNarrow, TNarrowVec> : KernelSet
    where TIsa : struct, ISimd<TVec>
    where TVec : struct
    where TNarrow : struct, ISimd<TNarrowVec>
    where TNarrowVec : struct
{
    /// <summary>Fewer rows than this go one by one.</summary>
    private const int FewRows = 4;

    /// <summary>Units of a whole panel of a cell with four slots.</summary>
    private const int PanelUnits = 16;

    /// <summary>
    /// The most rows of G that are summed before the tile moves on: the rows of a panel and those of A, 288 KiB each at 64 columns, stay in a second-level cache
    /// of 1 MiB, and a tile goes to memory and back seldom.
    /// </summary>
    private const int OuterBlock = 1152;

    // ---- products ------------------------------------------------------------------------------------------

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Product(Operand* a, nint row, nint rows, Operand* w, Operand* c, nint cRow, float* start)
    {
        if (rows < FewRows)
        {
            for (nint r = 0; r < rows; r++)
                ProductRow(a, row + r, w, c, cRow + r, start);
            return;
        }
        for (nint segment = 0; segment < w->Segments; segment++)
        {
            var from = start == null ? null : start + segment * w->Width;
            ProductSegment(a, row, rows, w->Start + segment * w->Jump, w->Width, w->Row, c->Start + segment * c->Jump + cRow * c->Row, c->Row, from);
        }
        if (w->TailWidth > 0)
        {
            var from = start == null ? null : start + w->Segments * w->Width;
            ProductSegment(a, row, rows, w->Tail, w->TailWidth, w->TailRow, c->Tail + cRow * c->TailRow, c->TailRow, from);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductSegment(Operand* a, nint row, nint rows, float* w, nint width, nint ldw, float* c, nint ldc, float* start)
    {
        for (nint column = 0; column < width;)
        {
            var vectors = Math.Min(TIsa.TileVectors, (width - column) / TIsa.Count);
            var from = start == null ? null : start + column;
            switch (vectors)
            {
                case 1: ProductRows<One>(a, row, rows, w + column, ldw, c + column, ldc, from); break;
                case 2: ProductRows<Two>(a, row, rows, w + column, ldw, c + column, ldc, from); break;
                case 3: ProductRows<Three>(a, row, rows, w + column, ldw, c + column, ldc, from); break;
                default: ProductRows<Four>(a, row, rows, w + column, ldw, c + column, ldc, from); break;
            }
            column += vectors * TIsa.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductRow(Operand* a, nint row, Operand* w, Operand* c, nint cRow, float* start)
    {
        // Blocks of at most 4 registers, as many side by side as the register file has room for.
        var block = Math.Min(4 * TIsa.Count, w->Width);
        nint most = TIsa.Count >= 16 ? 3 : 2;
        if (block == w->Width)
        {
            for (nint segment = 0; segment < w->Segments;)
            {
                var columns = Math.Min(most, w->Segments - segment);
                RowBlocks(a, row, w->Start + segment * w->Jump, w->Row, w->Jump, block, columns, c->Start + segment * c->Jump + cRow * c->Row, c->Jump,
                    start == null ? null : start + segment * w->Width, w->Width);
                segment += columns;
            }
        }
        else
        {
            for (nint segment = 0; segment < w->Segments; segment++)
                RowWithin(a, row, w->Start + segment * w->Jump, w->Row, w->Width, c->Start + segment * c->Jump + cRow * c->Row, start == null ? null : start + segment * w->Width);
        }
        if (w->TailWidth > 0)
            RowWithin(a, row, w->Tail, w->TailRow, w->TailWidth, c->Tail + cRow * c->TailRow, start == null ? null : start + w->Segments * w->Width);
    }

    /// <summary>One row of one segment, block after block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowWithin(Operand* a, nint row, float* w, nint ldw, nint width, float* c, float* start)
    {
        for (nint column = 0; column < width;)
        {
            var block = Math.Min(4 * TIsa.Count, width - column);
            var columns = block == 4 * TIsa.Count && width - column >= 2 * block && TIsa.Count < 16 ? 2 : 1;
            RowBlocks(a, row, w + column, ldw, block, block, columns, c + column, block, start == null ? null : start + column, block);
            column += columns * block;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowBlocks(Operand* a, nint row, float* w, nint ldw, nint jump, nint block, nint columns, float* c, nint cJump, float* start, nint startJump)
    {
        switch (block / TIsa.Count)
        {
            case 1: RowColumns<One>(a, row, w, ldw, jump, columns, c, cJump, start, startJump); break;
            case 2: RowColumns<Two>(a, row, w, ldw, jump, columns, c, cJump, start, startJump); break;
            case 3: RowColumns<Three>(a, row, w, ldw, jump, columns, c, cJump, start, startJump); break;
            default: RowColumns<Four>(a, row, w, ldw, jump, columns, c, cJump, start, startJump); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowColumns<TVecs>(Operand* a, nint row, float* w, nint ldw, nint jump, nint columns, float* c, nint cJump, float* start, nint startJump)
        where TVecs : struct, ISize
    {
        switch (columns)
        {
            case 1: RowTile<TIsa, TVec, One, TVecs>.Run(a, row, w, ldw, jump, c, cJump, start, startJump); break;
            case 2: RowTile<TIsa, TVec, Two, TVecs>.Run(a, row, w, ldw, jump, c, cJump, start, startJump); break;
            default: RowTile<TIsa, TVec, Three, TVecs>.Run(a, row, w, ldw, jump, c, cJump, start, startJump); break;
        }
    }

    /// <summary>Rows of a tile: 6, or 8 where AVX-512's 32 registers have room for them beside at most 3 vectors.</summary>
    private static nint Tallest<TVecs>()
        where TVecs : struct, ISize => TIsa.Count >= 16 && TVecs.Value <= 3 ? 8 : 6;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductRows<TVecs>(Operand* a, nint row, nint rows, float* w, nint ldw, float* c, nint ldc, float* start)
        where TVecs : struct, ISize
    {
        var tallest = Tallest<TVecs>();
        var tiles = (rows + tallest - 1) / tallest;
        var (height, taller) = Math.DivRem(rows, tiles); // evenly: 20 rows are 5+5+5+5, not 6+6+6+2
        height++;
        for (nint tile = 0; tile < tiles; tile++)
        {
            if (tile == taller)
                height--;
            switch (height)
            {
                case 1: ProductTile<TIsa, TVec, One, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
                case 2: ProductTile<TIsa, TVec, Two, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
                case 3: ProductTile<TIsa, TVec, Three, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
                case 4: ProductTile<TIsa, TVec, Four, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
                case 5: ProductTile<TIsa, TVec, Five, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
                case 6: ProductTile<TIsa, TVec, Six, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
                case 7: ProductTile<TIsa, TVec, Seven, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
                default: ProductTile<TIsa, TVec, Eight, TVecs>.Run(a, row, w, ldw, c, ldc, start); break;
            }
            row += height;
            c += height * ldc;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Outer(float* a, nint lda, nint columns, Operand* g, nint row, nint rows, Operand* w, bool add)
    {
        for (nint segment = 0; segment < w->Segments; segment++)
            OuterSegment(a, lda, columns, g->Start + segment * g->Jump + row * g->Row, g->Row, w->Width, rows, w->Start + segment * w->Jump, w->Row, add);
        if (w->TailWidth > 0)
            OuterSegment(a, lda, columns, g->Tail + row * g->TailRow, g->TailRow, w->TailWidth, rows, w->Tail, w->TailRow, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OuterSegment(float* a, nint lda, nint columns, float* g, nint ldg, nint width, nint rows, float* c, nint ldc, bool add)
    {
        var blocks = Math.Max(1, (rows + OuterBlock - 1) / OuterBlock);
        var height = (rows + blocks - 1) / blocks;
        for (nint i = 0; i < blocks; i++)
        {
            var from = i * height;
            var block = Math.Min(height, rows - from);
            var left = a + from * lda;
            for (nint column = 0; column < width;)
            {
                var vectors = Math.Min(TIsa.TileVectors, (width - column) / TIsa.Count);
                var right = g + from * ldg + column;
                switch (vectors)
                {
                    case 1: OuterRows<One>(left, lda, columns, right, ldg, block, c + column, ldc, add || from > 0); break;
                    case 2: OuterRows<Two>(left, lda, columns, right, ldg, block, c + column, ldc, add || from > 0); break;
                    case 3: OuterRows<Three>(left, lda, columns, right, ldg, block, c + column, ldc, add || from > 0); break;
                    default: OuterRows<Four>(left, lda, columns, right, ldg, block, c + column, ldc, add || from > 0); break;
                }
                column += vectors * TIsa.Count;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OuterRows<TVecs>(float* a, nint lda, nint columns, float* g, nint ldg, nint rows, float* c, nint ldc, bool add)
        where TVecs : struct, ISize
    {
        var tallest = Tallest<TVecs>();
        var tiles = (columns + tallest - 1) / tallest;
        var (height, taller) = Math.DivRem(columns, tiles);
        height++;
        for (nint tile = 0; tile < tiles; tile++)
        {
            if (tile == taller)
                height--;
            switch (height)
            {
                case 1: OuterTile<TIsa, TVec, One, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
                case 2: OuterTile<TIsa, TVec, Two, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
                case 3: OuterTile<TIsa, TVec, Three, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
                case 4: OuterTile<TIsa, TVec, Four, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
                case 5: OuterTile<TIsa, TVec, Five, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
                case 6: OuterTile<TIsa, TVec, Six, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
                case 7: OuterTile<TIsa, TVec, Seven, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
                default: OuterTile<TIsa, TVec, Eight, TVecs>.Run(a, lda, g, ldg, rows, c, ldc, add); break;
            }
            a += height;
            c += height * ldc;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Dots(Operand* a, nint row, nint rows, Operand* w, nint column, nint columns, float* c, nint ldc)
    {
        if (rows >= FewRows)
        {
            DotColumns(a, row, rows, w, column, columns, c, ldc);
            return;
        }
        for (nint r = 0; r < rows; r++)
        {
            nint done = 0;
            for (; done + TIsa.Count <= columns; done += TIsa.Count)
                DotRow<TIsa, TVec>.Run(a, row + r, w, column + done, c + r * ldc + done);
            if (done < columns)
                DotColumns(a, row + r, 1, w, column + done, columns - done, c + r * ldc + done, ldc);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DotRows<TVecs>(Operand* a, nint row, nint rows, Operand* w, nint column, float* c, nint ldc)
        where TVecs : struct, ISize
    {
        var tiles = (rows + 5) / 6;
        var (height, taller) = Math.DivRem(rows, tiles);
        height++;
        for (nint tile = 0; tile < tiles; tile++)
        {
            if (tile == taller)
                height--;
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
            c += height * ldc;
        }
    }

    public override void ColumnSums(Operand* g, nint rows, Operand* sums, bool add)
    {
        for (nint segment = 0; segment < g->Segments; segment++)
            Updates<TIsa, TVec>.ColumnSums(g->Start + segment * g->Jump, g->Row, rows, g->Width, sums->Start + segment * sums->Jump, add);
        if (g->TailWidth > 0)
            Updates<TIsa, TVec>.ColumnSums(g->Tail, g->TailRow, rows, g->TailWidth, sums->Tail, add);
    }

    public override void Transpose(float* from, nint ldFrom, nint rows, nint columns, float* to, nint ldTo) =>
        Transposition.Run(from, ldFrom, rows, columns, to, ldTo, TIsa.Count > 1);

    // ---- cells ---------------------------------------------------------------------------------------------

    public override void LstmForward(Operand* gates, nint row, nint rows, float* before, float* c, float* t, float* h, nint ld)
    {
        for (nint panel = 0; panel < gates->Segments; panel++)
        {
            var unit = panel * PanelUnits;
            Cells<TIsa, TVec>.LstmForward(gates->Start + panel * gates->Jump + row * gates->Row, gates->Row, PanelUnits, rows, before + unit, c + unit, t + unit, h + unit, ld);
        }
        if (gates->TailWidth > 0)
        {
            var unit = gates->Segments * PanelUnits;
            var units = gates->TailWidth / 4;
            var g = gates->Tail + row * gates->TailRow;
            var scales = stackalloc float[64];
            for (nint i = 0; i < gates->TailWidth; i++)
                scales[i] = i / units == 2 ? 1f : 0.5f;
            Cells<TIsa, TVec>.LstmTailGates(g, gates->TailRow, rows, gates->TailWidth, scales);
            Cells<TNarrow, TNarrowVec>.LstmTailState(g, gates->TailRow, units, rows, before + unit, c + unit, t + unit, h + unit, ld);
        }
    }

    public override void LstmBackward(Operand* gates, nint row, nint rows, float* before, float* t, float* dh, float* dc, nint ld, float* sums)
    {
        for (nint panel = 0; panel < gates->Segments; panel++)
        {
            var unit = panel * PanelUnits;
            Cells<TIsa, TVec>.LstmBackward(gates->Start + panel * gates->Jump + row * gates->Row, gates->Row, PanelUnits, rows, before + unit, t + unit, dh + unit, dc + unit, ld, sums + 4 * unit);
        }
        if (gates->TailWidth > 0)
        {
            var unit = gates->Segments * PanelUnits;
            Cells<TNarrow, TNarrowVec>.LstmBackward(gates->Tail + row * gates->TailRow, gates->TailRow, gates->TailWidth / 4, rows, before + unit, t + unit, dh + unit, dc + unit, ld, sums + 4 * unit);
        }
    }

    public override bool SlotIsRegister => TIsa.Count == PanelUnits;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void GruStep(Operand* x, Operand* wx, float* start, Operand* before, Operand* wh, Operand* biasHidden, Operand* gates, nint row, nint rows, float* h, nint ld)
    {
        for (nint panel = 0; panel < gates->Segments; panel++)
        {
            var inputs = wx->Start + panel * wx->Jump;
            var states = wh->Start + panel * wh->Jump;
            var from = start + panel * wx->Width;
            var candidate = biasHidden->Start + panel * biasHidden->Jump + 2 * PanelUnits;
            var tiles = (rows + 5) / 6;
            var (height, taller) = Math.DivRem(rows, tiles);
            height++;
            nint done = 0;
            for (nint tile = 0; tile < tiles; tile++)
            {
                if (tile == taller)
                    height--;
                var left = x->Start + (row + done) * x->Row;
                var hidden = before->Start + done * before->Row;
                var g = gates->Start + panel * gates->Jump + (row + done) * gates->Row;
                var unit = done * ld + panel * PanelUnits;
                switch (height)
                {
                    case 1: GruTile<TIsa, TVec, One>.Run(left, x->Row, x->Width, inputs, hidden, before->Width, states, from, candidate, g, gates->Row, before->Start + unit, h + unit, ld); break;
                    case 2: GruTile<TIsa, TVec, Two>.Run(left, x->Row, x->Width, inputs, hidden, before->Width, states, from, candidate, g, gates->Row, before->Start + unit, h + unit, ld); break;
                    case 3: GruTile<TIsa, TVec, Three>.Run(left, x->Row, x->Width, inputs, hidden, before->Width, states, from, candidate, g, gates->Row, before->Start + unit, h + unit, ld); break;
                    case 4: GruTile<TIsa, TVec, Four>.Run(left, x->Row, x->Width, inputs, hidden, before->Width, states, from, candidate, g, gates->Row, before->Start + unit, h + unit, ld); break;
                    case 5: GruTile<TIsa, TVec, Five>.Run(left, x->Row, x->Width, inputs, hidden, before->Width, states, from, candidate, g, gates->Row, before->Start + unit, h + unit, ld); break;
                    default: GruTile<TIsa, TVec, Six>.Run(left, x->Row, x->Width, inputs, hidden, before->Width, states, from, candidate, g, gates->Row, before->Start + unit, h + unit, ld); break;
                }
                done += height;
            }
        }
        if (gates->TailWidth > 0)
        {
            var unit = gates->Segments * PanelUnits;
            var tail = gates->Tail + row * gates->TailRow;
            ProductSegment(x, row, rows, wx->Tail, wx->TailWidth, wx->TailRow, tail, gates->TailRow, start + wx->Segments * wx->Width);
            if (before->Width > 0)
                ProductSegment(before, 0, rows, wh->Tail, wh->TailWidth, wh->TailRow, tail, gates->TailRow, null);
            Cells<TNarrow, TNarrowVec>.GruForward(tail, gates->TailRow, gates->TailWidth / 4, rows, before->Start + unit, h + unit, ld);
        }
    }

    public override void GruForward(Operand* gates, nint row, nint rows, float* before, float* h, nint ld)
    {
        for (nint panel = 0; panel < gates->Segments; panel++)
        {
            var unit = panel * PanelUnits;
            Cells<TIsa, TVec>.GruForward(gates->Start + panel * gates->Jump + row * gates->Row, gates->Row, PanelUnits, rows, before + unit, h + unit, ld);
        }
        if (gates->TailWidth > 0)
        {
            var unit = gates->Segments * PanelUnits;
            Cells<TNarrow, TNarrowVec>.GruForward(gates->Tail + row * gates->TailRow, gates->TailRow, gates->TailWidth / 4, rows, before + unit, h + unit, ld);
        }
    }

    public override void GruBackward(Operand* gates, nint row, nint rows, float* before, float* dh, float* dhBefore, bool add, nint ld, float* sums)
    {
        for (nint panel = 0; panel < gates->Segments; panel++)
        {
            var unit = panel * PanelUnits;
            Cells<TIsa, TVec>.GruBackward(gates->Start + panel * gates->Jump + row * gates->Row, gates->Row, PanelUnits, rows, before + unit, dh + unit, dhBefore == null ? null : dhBefore + unit, add, ld, sums + 4 * unit);
        }
        if (gates->TailWidth > 0)
        {
            var unit = gates->Segments * PanelUnits;
            Cells<TNarrow, TNarrowVec>.GruBackward(gates->Tail + row * gates->TailRow, gates->TailRow, gates->TailWidth / 4, rows, before + unit, dh + unit, dhBefore == null ? null : dhBefore + unit, add, ld, sums + 4 * unit);
        }
    }

    // ---- the rest ------------------------------------------------------------------------------------------

    public override void RnnForward(float* g, float* h, nint count) => Cells<TIsa, TVec>.RnnForward(g, h, count);

    public override void RnnBackward(float* g, float* h, float* dh, nint count) => Cells<TIsa, TVec>.RnnBackward(g, h, dh, count);

    public override void Activate(Activation activation, float* z, nint count) => Cells<TIsa, TVec>.Activate(activation, z, count);

    public override void ActivateBackward(Activation activation, float* z, float* d, nint count) => Cells<TIsa, TVec>.ActivateBackward(activation, z, d, count);

    public override void Prepare(float* w, float* g, nint count, AdamStep* step) => Updates<TIsa, TVec>.Prepare(w, g, count, step);

    public override void Adam(float* w, float* g, float* m, float* v, float* largest, nint count, AdamStep* step) => Updates<TIsa, TVec>.Adam(w, g, m, v, largest, count, step);

    public override void Average(float* average, float* w, nint count, float decay, float rest) => Updates<TIsa, TVec>.Average(average, w, count, decay, rest);

    public override void Penalise(float* g, float* w, nint count, float l1, float l2) => Updates<TIsa, TVec>.Penalise(g, w, count, l1, l2);

    public override void Scale(float* x, nint count, float factor) => Updates<TIsa, TVec>.Scale(x, count, factor);

    public override void Add(float* z, float* x, float* y, nint count) => Updates<TIsa, TVec>.Add(z, x, y, count);

    public override void Multiply(float* z, float* x, float* y, nint count) => Updates<TIsa, TVec>.Multiply(z, x, y, count);

    public override double SumOfSquares(float* x, nint count) => Updates<TIsa, TVec>.SumOfSquares(x, count);

    public override double SumOfMagnitudes(float* x, nint count) => Updates<TIsa, TVec>.SumOfMagnitudes(x, count);

    public override void FillRows(float* g, nint ldg, nint rows, float* values, nint width) => Updates<TIsa, TVec>.FillRows(g, ldg, rows, values, width);
}
