using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Writes the state into a file in TorchSharp's format. The file is complete or not there.</summary>
            /// <param name="location">The file.</param>
            /// <param name="skip">Names that are left out.</param>
            public Module save(string location, IList<string>? skip = null)
            {
                var scratch = $"{location}.{Guid.NewGuid():N}.tmp";
                try
                {
                    using (var stream = File.Create(scratch))
                    {
                        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                        save(writer, skip);
                        writer.Flush();
                        stream.Flush(flushToDisk: true);
                    }
                    File.Move(scratch, location, overwrite: true);
                }
                finally
                {
                    File.Delete(scratch);
                }
                return this;
            }

            /// <summary>Writes the state in TorchSharp's format.</summary>
            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes the state in TorchSharp's format, and closes the stream.</summary>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            /// <summary>Writes tensors in TorchSharp's format: their number, then a name and a tensor each.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var chosen = skip is null ? [.. sd] : sd.Where(entry => !skip.Contains(entry.Key)).ToList();
                writer.Encode(chosen.Count);
                foreach (var (key, tensor) in chosen)
                {
                    writer.Write(key);
                    tensor.Save(writer);
                }
            }

            /// <summary>Reads the state from a file in TorchSharp's format.</summary>
            /// <param name="location">The file.</param>
            /// <param name="strict">Whether the names must be the same on both sides.</param>
            /// <param name="skip">Names that are left alone.</param>
            /// <param name="loadedParameters">Learns which names of the file the module has.</param>
            /// <exception cref="FileNotFoundException">There is no such file.</exception>
            /// <exception cref="ArgumentException">Names, types or shapes differ.</exception>
            /// <exception cref="InvalidDataException">The file is damaged, or of another format.</exception>
            /// <exception cref="EndOfStreamException">The file ends early.</exception>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location)) throw new FileNotFoundException(location);
                using var reader = new BinaryReader(File.OpenRead(location));
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Reads the state in TorchSharp's format.</summary>
            /// <inheritdoc cref="load(string, bool, IList{string}, Dictionary{string, bool})"/>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                var own = state_dict();
                var entries = reader.Decode();
                if (strict && entries != own.Count) throw new ArgumentException($"Mismatched state_dict sizes: expected {own.Count}, but found {entries} entries.");
                for (var i = 0L; i < entries; i++)
                {
                    var key = Name(reader);
                    var found = own.TryGetValue(key, out var target);
                    if (!found && strict) throw new ArgumentException($"Mismatched module state names: the target modules does not have a submodule or buffer named '{key}'");
                    if (found && skip?.Contains(key) != true) target!.Load(reader);
                    else TensorExtensionMethods.Load(reader, skip: true).Dispose();
                    loadedParameters?.Add(key, found);
                }
                return this;
            }

            /// <summary>Reads the state in TorchSharp's format, and closes the stream.</summary>
            /// <inheritdoc cref="load(string, bool, IList{string}, Dictionary{string, bool})"/>
            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>A module with its state from a file.</summary>
            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);

            private static string Name(BinaryReader reader)
            {
                try
                {
                    return reader.ReadString();
                }
                catch (Exception error) when (error is FormatException or IOException and not EndOfStreamException)
                {
                    throw new InvalidDataException("The file holds no name where one belongs: it is damaged, or of another format.", error);
                }
            }
        }
    }
}
