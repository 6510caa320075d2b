namespace DockerPS.Engine;

/// <summary>The header fields that an HPACK decoder remembers: newest first, and as many as fit.</summary>
/// <remarks>Source: RFC 7541, section 2.3.2 and 4.</remarks>
sealed class HpackDynamicTable(int limit)
{
    readonly Queue<HeaderField> fields = new();
    HeaderField[]? newestFirst;

    /// <summary>The maximum total size of the fields; the oldest ones that do not fit are forgotten.</summary>
    public int Limit { get; private set; } = limit;

    /// <summary>The current size.</summary>
    public int Size { get; private set; }

    /// <summary>The number of fields.</summary>
    public int Count => fields.Count;

    /// <summary>A field; the newest has index 0.</summary>
    public HeaderField this[int index] => (newestFirst ??= [.. fields.Reverse()])[index];

    /// <summary>Adds a field; one that is larger than the table empties it.</summary>
    public void Add(HeaderField field)
    {
        newestFirst = null;
        Shrink(Limit - field.Size);
        if (field.Size > Limit)
            return;
        fields.Enqueue(field);
        Size += field.Size;
    }

    /// <summary>Sets the limit.</summary>
    public void Resize(int limit)
    {
        newestFirst = null;
        Limit = limit;
        Shrink(limit);
    }

    void Shrink(int size)
    {
        while (Size > size && fields.TryDequeue(out var oldest))
            Size -= oldest.Size;
    }
}
