namespace DockerPS.Engine;

/// <summary>Runs many calls, several at a time, and hands on their answers in the order of the questions.</summary>
static class InOrder
{
    /// <summary>The answers, each as soon as it and those before it are there.</summary>
    /// <param name="items">What to ask about.</param>
    /// <param name="atOnce">How many calls run at the same time.</param>
    /// <param name="call">Asks about one.</param>
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
