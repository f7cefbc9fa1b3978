namespace StockLab.Cli;

/// <summary>One row of <c>stocklab doctor</c>.</summary>
/// <param name="Part">What was looked for.</param>
/// <param name="Found">Whether it is there and works.</param>
/// <param name="Detail">What was found: version, place.</param>
/// <param name="Remedy">The way to mend it where it was not found; empty where nothing is to be done.</param>
/// <param name="Required">Whether the main job (lessons and recipes) needs it.</param>
internal sealed record Finding(string Part, bool Found, string Detail, string Remedy, bool Required);
