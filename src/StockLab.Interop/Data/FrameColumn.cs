using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.Data.Analysis;
using StockLab.Market;

namespace StockLab.Interop;

/// <summary>One column of a data frame from one of our columns, and back. NaN there is null here.</summary>
internal static class FrameColumn
{
    /// <summary>The name of the column of days.</summary>
    public const string Date = "Date";

    private const long TicksADay = TimeSpan.TicksPerDay;

    /// <summary>A column over the very memory of the values.</summary>
    public static DoubleDataFrameColumn Of(string name, ImmutableArray<double> values) => Of(name, ImmutableCollectionsMarshal.AsArray(values)!);

    /// <summary>A column over the very memory of the values, which must not change any more.</summary>
    public static DoubleDataFrameColumn Of(string name, double[] values)
    {
        if (values.Length == 0)
            return new DoubleDataFrameColumn(name);
        var (valid, missing) = Validity(values);
        // Where nothing is missing the package makes the bits of validity itself: it appends single values only to bits of its own.
        return new DoubleDataFrameColumn(name, new BorrowedMemory<double>(values).Memory, missing == 0 ? ReadOnlyMemory<byte>.Empty : valid, values.Length, missing);
    }

    /// <summary>A column of days, each at midnight.</summary>
    public static DateTimeDataFrameColumn Of(ImmutableArray<DateOnly> dates)
    {
        if (dates.IsEmpty)
            return new DateTimeDataFrameColumn(Date);
        var days = new DateTime[dates.Length];
        for (var i = 0; i < days.Length; i++)
            days[i] = new DateTime(dates[i].DayNumber * TicksADay);
        return new DateTimeDataFrameColumn(Date, new BorrowedMemory<DateTime>(days).Memory, ReadOnlyMemory<byte>.Empty, days.Length);
    }

    /// <summary>A column by its name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those there are.</exception>
    public static DataFrameColumn Named(DataFrame frame, string name)
    {
        var at = frame.Columns.IndexOf(name);
        return at >= 0
            ? frame.Columns[at]
            : throw new ArgumentException($"The data frame has no column '{name}'; it has {string.Join(", ", frame.Columns.Select(column => column.Name))}.", nameof(frame));
    }

    /// <summary>The days of the column <c>Date</c>.</summary>
    /// <exception cref="ArgumentException">The column is missing, of another type, or a row holds no day or a time of day.</exception>
    public static ImmutableArray<DateOnly> Dates(DataFrame frame)
    {
        if (Named(frame, Date) is not PrimitiveDataFrameColumn<DateTime> column)
            throw new ArgumentException($"The column {Date} holds {Named(frame, Date).DataType.Name}; it must hold DateTime.", nameof(frame));
        if (column.NullCount > 0)
            throw new ArgumentException($"The column {Date} is null in row {Enumerable.Range(0, (int)column.Length).First(row => column[row] is null)}. Every row needs its day.", nameof(frame));
        var dates = new DateOnly[column.Length];
        var row = 0;
        foreach (var buffer in column.GetReadOnlyDataBuffers())
        {
            foreach (var moment in Span(buffer))
            {
                var (day, time) = Math.DivRem(moment.Ticks, TicksADay);
                if (time != 0)
                    throw new ArgumentException($"The column {Date} holds a time of day in row {row}: {moment.ToString("s", CultureInfo.InvariantCulture)}. StockLab's rows are days.", nameof(frame));
                dates[row++] = DateOnly.FromDayNumber((int)day);
            }
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(dates);
    }

    /// <summary>The days, if they are in order.</summary>
    /// <param name="dates">The days of the column <c>Date</c>.</param>
    /// <param name="frame">What the caller calls the data frame.</param>
    /// <param name="twice">Whether a day may have several rows.</param>
    /// <exception cref="ArgumentException">A day comes after a later one, or again though it may not.</exception>
    public static ImmutableArray<DateOnly> OldestFirst(ImmutableArray<DateOnly> dates, string frame, bool twice = false)
    {
        for (var row = 1; row < dates.Length; row++)
        {
            if (dates[row] < dates[row - 1])
                throw new ArgumentException($"The column {Date} holds {dates[row]:yyyy-MM-dd} in row {row}, after {dates[row - 1]:yyyy-MM-dd}. Sort the data frame by date, oldest first: frame.OrderBy(\"{Date}\").", frame);
            if (dates[row] == dates[row - 1] && !twice)
                throw new ArgumentException($"The column {Date} holds {dates[row]:yyyy-MM-dd} twice, in rows {row - 1} and {row}. Keep one row a day.", frame);
        }
        return dates;
    }

    /// <summary>The values of a column of numbers; the memory of ours that it was made over, if nothing has changed since.</summary>
    /// <exception cref="ArgumentException">The column holds no numbers, or a number that <see cref="double"/> cannot hold.</exception>
    public static double[] Values(DataFrameColumn column) => column switch
    {
        PrimitiveDataFrameColumn<double> doubles => Values(doubles),
        PrimitiveDataFrameColumn<float> numbers => Converted(numbers),
        PrimitiveDataFrameColumn<decimal> numbers => Converted(numbers),
        PrimitiveDataFrameColumn<long> numbers => Converted(numbers),
        PrimitiveDataFrameColumn<ulong> numbers => Converted(numbers),
        PrimitiveDataFrameColumn<int> numbers => Converted(numbers),
        PrimitiveDataFrameColumn<uint> numbers => Converted(numbers),
        PrimitiveDataFrameColumn<short> numbers => Converted(numbers),
        PrimitiveDataFrameColumn<ushort> numbers => Converted(numbers),
        PrimitiveDataFrameColumn<sbyte> numbers => Converted(numbers),
        PrimitiveDataFrameColumn<byte> numbers => Converted(numbers),
        _ => throw new ArgumentException($"The column '{column.Name}' holds {column.DataType.Name}, not numbers. Leave it out, or turn it into numbers first."),
    };

    private static double[] Values(PrimitiveDataFrameColumn<double> column)
    {
        var buffers = column.GetReadOnlyDataBuffers().ToList();
        // A null may have been set beside an unchanged buffer: then there are more nulls than NaNs.
        if (buffers is [var whole] && BorrowedMemory<double>.Behind(whole) is { } ours && Validity(ours).Missing == column.NullCount)
            return ours;
        var values = new double[column.Length];
        var start = 0;
        foreach (var (buffer, valid) in buffers.Zip(column.GetReadOnlyNullBitMapBuffers()))
        {
            var part = values.AsSpan(start, buffer.Length);
            Span(buffer).CopyTo(part);
            if (column.NullCount > 0)
            {
                var bits = valid.Span;
                for (var i = 0; i < part.Length; i++)
                {
                    if ((bits[i >> 3] >> (i & 7) & 1) == 0)
                        part[i] = double.NaN;
                }
            }
            start += part.Length;
        }
        return values;
    }

    /// <summary>What a buffer holds; where the memory is ours, without the cast that the package makes.</summary>
    private static ReadOnlySpan<T> Span<T>(ReadOnlyMemory<T> buffer) where T : unmanaged => BorrowedMemory<T>.Behind(buffer) is { } ours ? ours : buffer.Span;

    private static double[] Converted<T>(PrimitiveDataFrameColumn<T> column) where T : unmanaged, INumber<T>
    {
        var values = new double[column.Length];
        for (var row = 0; row < values.Length; row++)
        {
            if (column[row] is not { } value)
            {
                values[row] = double.NaN;
                continue;
            }
            values[row] = double.CreateChecked(value);
            if (!T.IsNaN(value) && !Holds(values[row], value))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The column '{column.Name}' holds {value} in row {row}, which has more digits than a double. Round it first."));
        }
        return values;
    }

    private static bool Holds<T>(double number, T value) where T : INumber<T>
    {
        try
        {
            return T.CreateChecked(number) == value;
        }
        catch (OverflowException)
        {
            return false;   // rounded up beyond the type's largest number
        }
    }

    /// <summary>Arrow's bits of validity, set where a value is not NaN, and how many are not set.</summary>
    private static (byte[] Bits, int Missing) Validity(ReadOnlySpan<double> values)
    {
        var bits = new byte[(values.Length + 7) / 8];
        var (present, row) = (0, 0);
        for (; row <= values.Length - Vector512<double>.Count; row += Vector512<double>.Count)
        {
            var eight = Vector512.Create(values[row..]);
            bits[row >> 3] = (byte)Vector512.Equals(eight, eight).ExtractMostSignificantBits();
            present += BitOperations.PopCount(bits[row >> 3]);
        }
        for (; row < values.Length; row++)
        {
            if (double.IsNaN(values[row]))
                continue;
            bits[row >> 3] |= (byte)(1 << (row & 7));
            present++;
        }
        return (bits, values.Length - present);
    }
}
