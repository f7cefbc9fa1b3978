namespace StockLab.Display.Tests;

public sealed class LiveTextTests
{
    private readonly StringWriter output = new();

    [Fact]
    public void OnATerminal_TheNextLookGoesBackOverEveryRow_ThoseOfLinesThatWereWrappedToo()
    {
        var columns = 10;
        var text = new LiveText(output, live: true, () => columns);
        // One row; ten columns fill one row; eleven take two; six Korean syllables, two columns each, take two; an empty line takes one.
        text.Show("one\n0123456789\n0123456789a\n삼성전자우선\n\n");
        Assert.DoesNotContain("\e", output.ToString());
        text.Show("two");
        Assert.EndsWith("\e[7A\e[Jtwo\n", output.ToString());
        text.Show("0123456789");
        Assert.EndsWith("\e[1A\e[J0123456789\n", output.ToString());
        columns = 4;        // the window was made narrower, and the terminal has broken the line
        text.Show("end");
        Assert.EndsWith("\e[3A\e[Jend\n", output.ToString());
    }

    [Fact]
    public void InAFile_LookFollowsLook()
    {
        var text = new LiveText(output, live: false, () => throw new InvalidOperationException("a file has no width"));
        text.Show("one\n");
        text.Show("two");
        Assert.Equal("one\ntwo\n", output.ToString());
    }
}
