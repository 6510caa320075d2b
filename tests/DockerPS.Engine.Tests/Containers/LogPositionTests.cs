namespace DockerPS.Engine.Tests.Containers;

public sealed class LogPositionTests
{
    static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    static OutputLine Line(string text, DateTimeOffset? time) => new(ContainerStream.StandardOutput, text, time);

    static LogPosition Read(params OutputLine[] lines)
    {
        var position = new LogPosition();
        Assert.Equal(lines, position.Advance(lines));
        return position;
    }

    [Fact]
    public void It_goes_on_from_the_time_of_the_last_line_which_is_not_told_again()
    {
        OutputLine a = Line("a", Noon), b = Line("b", Noon.AddTicks(1)), c = Line("c", Noon.AddTicks(2));
        var position = Read(a, b);

        Assert.Equal(new LogQuery { Since = b.Timestamp }, position.Resume(new LogQuery { Tail = 5 }));
        Assert.Equal([c], position.Advance([b, c]));
    }

    [Fact]
    public void Lines_of_one_moment_are_counted()
    {
        OutputLine a = Line("a", Noon), b = Line("b", Noon), c = Line("c", Noon), d = Line("d", Noon.AddSeconds(1));
        var position = Read(a, b);

        position.Resume(new LogQuery());
        Assert.Equal([c, d], position.Advance([a, b, c, d]));
        position.Resume(new LogQuery());
        Assert.Equal([], position.Advance([d]));
    }

    [Fact]
    public void Lines_that_come_one_by_one_are_counted_too()
    {
        OutputLine a = Line("a", Noon), b = Line("b", Noon), c = Line("c", Noon);
        var position = Read(a, b);

        position.Resume(new LogQuery());
        Assert.Equal([], position.Advance([a]));
        Assert.Equal([], position.Advance([b]));
        Assert.Equal([c], position.Advance([c]));
    }

    [Fact]
    public void Lines_without_a_time_are_counted_from_the_beginning()
    {
        OutputLine a = Line("a", null), b = Line("b", null), c = Line("c", null);
        var position = Read(a, b);

        Assert.Equal(new LogQuery { Since = Noon }, position.Resume(new LogQuery { Since = Noon }));
        Assert.Equal([c], position.Advance([a, b, c]));
    }

    [Fact]
    public void Of_the_last_lines_without_a_time_it_goes_on_from_now()
    {
        var before = DateTimeOffset.UtcNow;
        var position = Read(Line("a", null));

        var query = position.Resume(new LogQuery { Tail = 1 });

        Assert.Null(query.Tail);
        Assert.InRange(query.Since!.Value, before, DateTimeOffset.UtcNow);
        Assert.Equal([Line("b", null)], position.Advance([Line("b", null)]));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(5L, null)]
    [InlineData(0L, 0L)]
    public void Where_nothing_was_all_is_new_unless_only_new_lines_are_wanted(long? tail, long? expected) =>
        Assert.Equal(new LogQuery { Since = Noon, Tail = expected }, new LogPosition().Resume(new LogQuery { Since = Noon, Tail = tail }));
}
