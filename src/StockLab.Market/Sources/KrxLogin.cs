namespace StockLab.Market;

/// <summary>
/// An account of the exchange's data marketplace (data.krx.co.kr, free; a login is required since February 2026). It is read from the environment and sent
/// to the exchange only; it is never written, logged or shown.
/// </summary>
public sealed class KrxLogin
{
    /// <summary>The environment variable that holds the account's name.</summary>
    public const string IdVariable = "STOCKLAB_KRX_ID";

    /// <summary>The environment variable that holds the password.</summary>
    public const string PasswordVariable = "STOCKLAB_KRX_PASSWORD";

    internal KrxLogin(string id, string password)
    {
        Id = id;
        Password = password;
    }

    internal string Id { get; }

    internal string Password { get; }

    /// <summary>The account that the environment names; null unless both variables are set.</summary>
    public static KrxLogin? FromEnvironment() =>
        Environment.GetEnvironmentVariable(IdVariable) is { Length: > 0 } id && Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } password
            ? new KrxLogin(id, password)
            : null;

    /// <summary>Says that there is a login, and nothing of it.</summary>
    public override string ToString() => "KRX login";
}
