namespace DockerPS.Engine.Tests.Streams;

public sealed class BatchQueueTests
{
    [Fact]
    public async Task All_items_arrive_in_order_although_few_can_wait()
    {
        using var queue = new BatchQueue<int>(capacity: 16);
        var making = Task.Run(() =>
        {
            for (int i = 0; i < 100_000; i++)
                queue.Add(i);
            queue.Complete();
        });
        var taken = new List<int>();

        while (await queue.TakeAsync(CancellationToken.None) is { } batch)
        {
            Assert.InRange(batch.Count, 1, 16);
            taken.AddRange(batch);
        }

        await making;
        Assert.Equal(Enumerable.Range(0, 100_000), taken);
    }

    [Fact]
    public async Task An_error_comes_after_the_items_before_it()
    {
        using var queue = new BatchQueue<string>(capacity: 4);
        queue.Add("one");
        queue.Complete(new IOException("cut"));

        Assert.Equal(["one"], await queue.TakeAsync(CancellationToken.None));
        await Assert.ThrowsAsync<IOException>(async () => await queue.TakeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled()
    {
        using var queue = new BatchQueue<string>(capacity: 4);
        using var cancel = new CancellationTokenSource();
        var waiting = queue.TakeAsync(cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_producer_that_waits_for_room_is_released_when_nobody_takes_items()
    {
        var queue = new BatchQueue<int>(capacity: 1);
        queue.Add(1);
        var making = Task.Run(() => queue.Add(2));

        queue.Dispose();

        Assert.False(await making);
    }
}
