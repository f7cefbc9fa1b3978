namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Reads a tensor in TorchSharp's format.</summary>
        /// <exception cref="InvalidDataException">The file is damaged, or of another format.</exception>
        /// <exception cref="EndOfStreamException">The file ends early.</exception>
        public static Tensor Load(BinaryReader reader) => TensorExtensionMethods.Load(reader);

        /// <summary>Reads a tensor in TorchSharp's format, and closes the stream.</summary>
        /// <exception cref="InvalidDataException">The file is damaged, or of another format.</exception>
        /// <exception cref="EndOfStreamException">The file ends early.</exception>
        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream);
            return Load(reader);
        }

        /// <summary>Reads a tensor in TorchSharp's format from a file.</summary>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="InvalidDataException">The file is damaged, or of another format.</exception>
        /// <exception cref="EndOfStreamException">The file ends early.</exception>
        public static Tensor Load(string location)
        {
            if (!File.Exists(location)) throw new FileNotFoundException(location);
            return Load(File.OpenRead(location));
        }
    }
}
