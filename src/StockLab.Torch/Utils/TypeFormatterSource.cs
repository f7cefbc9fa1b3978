using System.Net;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>How a notebook shows a tensor: its values, as text and as preformatted HTML.</summary>
internal sealed class TypeFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() => [new Formatter("text/plain", text => text), new Formatter("text/html", text => $"<div><pre>{WebUtility.HtmlEncode(text)}</pre></div>")];

    /// <summary>A formatter as notebooks look for it: by the names of its members.</summary>
    private sealed class Formatter(string mimeType, Func<string, string> wrap)
    {
        public string MimeType => mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not Tensor tensor) return false;
            writer.Write(wrap(tensor.ToString(TensorStringStyle.Default)));
            return true;
        }
    }
}
