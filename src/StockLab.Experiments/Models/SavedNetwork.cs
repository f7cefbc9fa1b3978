using System.Reflection;
using System.Text.Json;
using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>Network settings as name and numbers, and back: only the networks listed here, so that a file cannot name a type to create.</summary>
internal static class SavedNetwork
{
    private const int Largest = 4096;

    private static readonly Type[] Kinds =
        [typeof(RnnSettings), typeof(LstmSettings), typeof(GruSettings), typeof(LstmGruSettings), typeof(StackedLstmSettings), typeof(MlpSettings), typeof(TwoInputSettings), typeof(SequenceSettings)];

    /// <summary>The description of a network.</summary>
    /// <exception cref="ArgumentException">It is a network of the caller's own, which nobody else could build again.</exception>
    internal static ModelDescription.NetworkDescription Describe(NetworkSettings settings)
    {
        if (!Kinds.Contains(settings.GetType()))
            throw new ArgumentException($"The network {settings.GetType().Name} cannot be saved as a model: whoever loads it could not build it. Take one of {Names()}.", nameof(settings));
        return new(Name(settings.GetType()), Parameters(settings.GetType()).ToDictionary(
            p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name!), p => Convert.ToDouble(settings.GetType().GetProperty(p.Name!)!.GetValue(settings), System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>The network of a description.</summary>
    /// <exception cref="ModelFolderException">The kind is unknown, or a size is missing, too many or out of bounds.</exception>
    internal static NetworkSettings Build(ModelDescription.NetworkDescription description, string file)
    {
        var kind = Kinds.FirstOrDefault(type => Name(type) == description.Kind)
            ?? throw new ModelFolderException(file, $"the network is of the kind '{description.Kind}', which is unknown here", $"There are {Names()}; a later StockLab may know more.");
        var parameters = Parameters(kind);
        if (description.Settings.Count != parameters.Length)
            throw new ModelFolderException(file, $"the network {description.Kind} has {description.Settings.Count} settings instead of {parameters.Length}", "Train and save the model again.");
        return (NetworkSettings)kind.GetConstructors()[0].Invoke([.. parameters.Select(Value)]);

        object Value(ParameterInfo parameter)
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!);
            if (!description.Settings.TryGetValue(name, out var value))
                throw new ModelFolderException(file, $"the network {description.Kind} lacks the setting {name}", "Train and save the model again.");
            if (parameter.ParameterType == typeof(double))
                return value is >= 0 and < 1 ? value : throw OutOfBounds("0 to below 1");
            return value is >= 0 and <= Largest && value == Math.Floor(value) ? (int)value : throw OutOfBounds($"a whole number up to {Largest}");

            ModelFolderException OutOfBounds(string bounds) =>
                new(file, FormattableString.Invariant($"the network's {name} is {value} instead of {bounds}"), "Train and save the model again.");
        }
    }

    private static string Name(Type settings) => settings.Name[..^"Settings".Length];

    private static string Names() => string.Join(", ", Kinds.Select(Name));

    private static ParameterInfo[] Parameters(Type settings) => settings.GetConstructors()[0].GetParameters();
}
