using System.Globalization;
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The shape, the type and the device.</summary>
        public override string ToString() => Metadata();

        /// <summary>The values where the first argument is true, else the shape, the type and the device.</summary>
        public string ToString(bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            disamb ? ToString(TensorStringStyle.Default, fltFormat, width, cultureInfo, newLine) : Metadata();

        /// <summary>The tensor as text.</summary>
        /// <param name="style">The style.</param>
        /// <param name="fltFormat">The format of floating-point numbers.</param>
        /// <param name="width">The width of a line, in the style of Julia.</param>
        /// <param name="cultureInfo">The culture of numbers.</param>
        /// <param name="newLine">What ends a line.</param>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            if (style == TensorStringStyle.Default) style = torch.TensorStringStyle;
            if (style == TensorStringStyle.Metadata || device_type == DeviceType.META) return Metadata();
            var culture = cultureInfo ?? CultureInfo.CurrentCulture;
            var (format, line) = (fltFormat ?? floatFormat, newLine ?? torch.newLine);
            using var scope = NewDisposeScope();
            var text = new Cells(detach(), format, culture);
            return style switch
            {
                TensorStringStyle.Julia => Julia(text, width ?? lineWidth, line),
                TensorStringStyle.Numpy => Numpy(text, line),
                TensorStringStyle.CSharp => CSharp(text, line),
                _ => throw new System.ComponentModel.InvalidEnumArgumentException($"Unsupported tensor string style: {style}"),
            };
        }

        private string Metadata() => $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        /// <summary>The elements as text, by their number.</summary>
        private sealed class Cells
        {
            private readonly string[] _cells;

            internal Cells(Tensor tensor, string format, CultureInfo culture)
            {
                Shape = tensor.shape;
                Type = tensor.dtype;
                var local = tensor.cpu();
                _cells = Type switch
                {
                    ScalarType.Bool => Array.ConvertAll(local.data<bool>().ToArray(), value => value.ToString(culture)),
                    ScalarType.Float64 => Array.ConvertAll(local.data<double>().ToArray(), value => value.ToString(format, culture)),
                    ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 => Array.ConvertAll(local.to_type(ScalarType.Float32).data<float>().ToArray(), value => value.ToString(format, culture)),
                    ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64 => Array.ConvertAll(local.to_type(ScalarType.ComplexFloat64).data<System.Numerics.Complex>().ToArray(), value => Complex(value, format, culture)),
                    _ => Array.ConvertAll(local.to_type(ScalarType.Int64).data<long>().ToArray(), value => value.ToString(culture)),
                };
            }

            internal long[] Shape { get; }

            internal ScalarType Type { get; }

            internal string this[long number] => _cells[number];

            private static string Complex(System.Numerics.Complex value, string format, CultureInfo culture)
            {
                if (value.Imaginary == 0) return value.Real.ToString(format, culture);
                var imaginary = value.Imaginary.ToString(format, culture) + "i";
                return value.Real == 0 ? imaginary : $"{value.Real.ToString(format, culture)}+{imaginary}";
            }
        }

        private string Julia(Cells cells, int width, string line)
        {
            var text = new StringBuilder(Metadata());
            var shape = cells.Shape;
            if (shape.Length == 0) return text.Append(", value = ").Append(cells[0]).ToString();
            text.Append(line);
            var (rows, columns) = shape.Length == 1 ? (1, shape[0]) : (shape[^2], shape[^1]);
            if (shape.Length <= 2)
            {
                Matrix(text, cells, 0, rows, columns, width, line);
                return text.ToString();
            }
            text.Length -= line.Length;
            var matrices = shape[..^2].TotalSize();
            for (var matrix = 0L; matrix < matrices; matrix++)
            {
                var places = new long[shape.Length - 2];
                var rest = matrix;
                for (var i = places.Length - 1; i >= 0; i--) (rest, places[i]) = Math.DivRem(rest, shape[i]);
                text.Append(line).Append('[').Append(string.Join(',', places)).Append(",..,..] =").Append(line);
                Matrix(text, cells, matrix * rows * columns, rows, columns, width, line);
            }
            return text.ToString();
        }

        private static void Matrix(StringBuilder text, Cells cells, long start, long rows, long columns, int width, string line)
        {
            // As many columns as fit on a line in every row, with room for an ellipsis.
            var shown = columns;
            for (var row = 0L; row < rows; row++)
            {
                var left = width;
                for (var column = 0L; column < shown; column++)
                {
                    var length = cells[start + row * columns + column].Length;
                    if (left - length - 4 < 0) shown = column;
                    else left -= length + 1;
                }
            }
            var widths = new int[shown];
            for (var row = 0L; row < rows; row++)
            {
                for (var column = 0; column < shown; column++) widths[column] = Math.Max(widths[column], cells[start + row * columns + column].Length);
            }
            for (var row = 0L; row < rows; row++)
            {
                for (var column = 0; column < shown; column++) text.Append(' ').Append(cells[start + row * columns + column].PadLeft(widths[column]));
                if (shown < columns) text.Append(" ...");
                text.Append(line);
            }
        }

        private static string Numpy(Cells cells, string line)
        {
            var text = new StringBuilder();
            var shape = cells.Shape;
            if (shape.Length == 0) return cells[0];
            Block(0, 0);
            return text.ToString();

            void Block(int dimension, long start)
            {
                var size = shape[dimension];
                var last = dimension == shape.Length - 1;
                var limit = last ? maxColumns : maxRows;
                var stride = shape[(dimension + 1)..].TotalSize();
                text.Append('[');
                for (var i = 0L; i < size; i++)
                {
                    if (size > limit && i == limit - limit / 2)
                    {
                        if (last) text.Append("... ");
                        else text.Append(' ', dimension + 1).Append(" ...").Insert(text.Length, line, shape.Length - dimension - 1);
                        i = size - limit / 2;
                    }
                    if (last)
                    {
                        text.Append(cells[start + i]);
                        if (i < size - 1) text.Append(", ");
                        continue;
                    }
                    if (i > 0) text.Append(' ', dimension + 1);
                    Block(dimension + 1, start + i * stride);
                    if (i < size - 1) text.Insert(text.Length, line, shape.Length - dimension - 1);
                }
                text.Append(']');
            }
        }

        private string CSharp(Cells cells, string line)
        {
            var shape = cells.Shape;
            var (keyword, suffix) = cells.Type switch
            {
                ScalarType.Bool => ("bool", ""),
                ScalarType.Byte => ("byte", ""),
                ScalarType.Int8 => ("sbyte", ""),
                ScalarType.Int16 => ("short", ""),
                ScalarType.Int32 => ("int", ""),
                ScalarType.Int64 => ("long", "L"),
                ScalarType.Float32 => ("float", "f"),
                ScalarType.Float64 => ("double", ""),
                _ => ("", ""),
            };
            var text = new StringBuilder(Metadata()).Append(", value = ");
            if (shape.Length == 0) return text.Append(cells[0]).ToString();
            if (keyword.Length == 0) return Metadata();
            if (shape.Length > 1) text.Append(line);
            text.Append(keyword).Append(" [").Append(',', shape.Length - 1).Append("] ");
            Block(0, 0);
            return text.ToString();

            void Block(int dimension, long start)
            {
                var size = shape[dimension];
                var last = dimension == shape.Length - 1;
                var limit = last ? maxColumns : maxRows;
                var stride = shape[(dimension + 1)..].TotalSize();
                text.Append(last || dimension > 0 ? "{" : "{" + line);
                for (var i = 0L; i < size; i++)
                {
                    if (size > limit && i == limit - limit / 2)
                    {
                        text.Append(last ? "... " : " ..." + line);
                        i = size - limit / 2;
                    }
                    if (last) text.Append(cells[start + i]).Append(suffix);
                    else Block(dimension + 1, start + i * stride);
                    if (i < size - 1) text.Append(last ? ", " : "," + line);
                }
                text.Append(last || dimension > 0 ? "}" : line + "}");
            }
        }
    }
}
