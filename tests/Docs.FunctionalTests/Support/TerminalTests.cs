namespace VideoChat.Docs.FunctionalTests.Support;

internal sealed class TerminalTests
{
    /// <summary>A program that exits late, and still reads a line after Ctrl+C.</summary>
    private const string Reader = """
        bash -c 'trap "sleep 0.5; read -t 0.1 line && echo the program has read: \$line; exit 0" INT; echo it runs; while :; do sleep 0.1; done'
        """;

    [Test]
    public async Task Interrupt_WhenTheProgramEndsLate_LeavesTheNextLineToTheShell()
    {
        await using var terminal = new Terminal(new Dictionary<string, string>());
        terminal.Type(Reader);
        await terminal.SeeAsync("it runs");

        await terminal.InterruptAsync();
        terminal.Type("echo the shell has read: $((1 + 1))");

        await terminal.SeeAsync("has read:");
        Assert.That(terminal.Output, Does.Contain("the shell has read: 2"));
    }

    [Test]
    public async Task Type_WhenABlockStartsAProgram_LeavesNoEmptyLineToIt()
    {
        await using var terminal = new Terminal(new Dictionary<string, string>());

        terminal.Type("cat -n\n");
        terminal.Type("first");

        await terminal.SeeAsync("first");
        Assert.That(terminal.Output, Does.Match(@"1\s+first"));
    }
}
