using System.Management.Automation.Host;

namespace DockerPS.Host;

/// <summary>The size of the terminal, which formatting asks for; of the rest a terminal knows nothing.</summary>
public sealed class TerminalRawUserInterface(ITerminal terminal) : PSHostRawUserInterface
{
    public override Size BufferSize { get => new(terminal.Width, terminal.Height); set => throw new NotSupportedException(); }
    public override Size WindowSize { get => BufferSize; set => throw new NotSupportedException(); }
    public override Size MaxWindowSize => BufferSize;
    public override Size MaxPhysicalWindowSize => BufferSize;
    public override Coordinates CursorPosition { get; set; }
    public override Coordinates WindowPosition { get; set; }
    public override int CursorSize { get; set; } = 25;
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;
    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;
    public override string WindowTitle { get; set; } = "";
    public override bool KeyAvailable => false;

    public override void FlushInputBuffer()
    {
        // nothing is read ahead
    }

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException();

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw new NotSupportedException();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw new NotSupportedException();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw new NotSupportedException();
}
