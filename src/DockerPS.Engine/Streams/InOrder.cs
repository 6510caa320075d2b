namespace DockerPS.Engine;

/// <summary>Makes many calls, several at a time, and returns the results in the order of the inputs.</summary>
static class InOrder
{
    /// <summary>The results, each as soon as it and all earlier ones are available.</summary>
    /// <param name="items">The inputs.</param>
    /// <param name="atOnce">How many calls run at the same time.</param>
    /// <param name="call">Makes one call.</param>
    public static async IAsyncEnumerable<TAnswer> RunAsync<TItem, TAnswer>(
        IReadOnlyList<TItem> items,
        int atOnce,
        Func<TItem, Task<TAnswer>> call)
    {
        var running = new Queue<Task<TAnswer>>();
        for (int next = 0; next < items.Count || running.Count > 0;)
        {
            while (next < items.Count && running.Count < atOnce)
                running.Enqueue(call(items[next++]));
            yield return await running.Dequeue().ConfigureAwait(false);
        }
    }
}
