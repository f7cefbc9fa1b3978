namespace StockLab.Service;

/// <summary>A request that cannot be answered as it is: what is wrong, where in the document, and what to do about it. It becomes a problem document (RFC 9457).</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">What kind of problem, for example <c>too-few-rows</c>; part of the problem's type.</param>
/// <param name="detail">What is wrong with which value.</param>
/// <param name="remedy">What to do about it.</param>
/// <param name="pointer">Where in the request's document (RFC 6901); null where it is not a value's fault.</param>
internal sealed class ServiceProblem(int status, string code, string detail, string remedy, string? pointer = null) : Exception(detail)
{
    public int Status => status;

    public string Code => code;

    public string Remedy => remedy;

    public string? Pointer => pointer;
}
