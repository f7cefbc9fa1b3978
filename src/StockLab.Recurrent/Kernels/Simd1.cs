namespace StockLab.Recurrent.Kernels;

/// <summary>The scalar twin: the same kernels on single floats. Slow, plain, and what the tests compare every width with.</summary>
internal readonly unsafe struct Simd1 : ISimd<float>
{
    public static int Count => 1;

    public static int TileVectors => 4;

    public static float Load(float* from) => *from;

    public static void Store(float* to, float value) => *to = value;

    public static float Fill(float value) => value;

    public static float Add(float a, float b) => a + b;

    public static float Subtract(float a, float b) => a - b;

    public static float Multiply(float a, float b) => a * b;

    public static float MultiplyAdd(float a, float b, float c) => float.MultiplyAddEstimate(a, b, c);

    public static float Divide(float a, float b) => a / b;

    public static float SquareRoot(float a) => MathF.Sqrt(a);

    public static float Clamp(float low, float high, float value) => value < low ? low : value > high ? high : value;

    public static float Magnitude(float a) => MathF.Abs(a);

    public static float WhereGreater(float a, float b, float yes, float no) => a > b ? yes : no;

    public static float Sum(float a) => a;

    public static float SumEach(
        float a, float b, float c, float d, float e, float f, float g, float h,
        float i, float j, float k, float l, float m, float n, float o, float p) => a;
}
