namespace StockLab.Service.Tests;

/// <summary>Waits for what a service does in its own time.</summary>
internal static class Until
{
    /// <summary>Asks again and again, and fails where it does not hold within 20 seconds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; !await holds(); i++)
        {
            Assert.True(i < 400, "it did not come to pass within 20 seconds");
            await Task.Delay(50);
        }
    }
}
