namespace DockerPS.Engine;

/// <summary>Suggests what a user may have meant.</summary>
public static class Nearest
{
    const int LongestWord = 40;

    /// <summary>The most similar candidate; null if none is similar.</summary>
    public static string? Find(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > LongestWord)
            return null;
        int limit = word.Length < 4 ? 1 : 2;
        string? best = null;
        foreach (string candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) > limit || candidate == word)
                continue;
            int distance = Distance(word, candidate, limit);
            if (distance > limit)
                continue;
            best = candidate;
            limit = distance - 1;
        }
        return best;
    }

    /// <summary>A question to append to a message; empty if nothing is similar.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Find(word, candidates) is { } nearest ? $" (did you mean {nearest}?)" : "";

    /// <summary>The number of letters that must be changed, inserted, deleted or swapped with their neighbor.</summary>
    static int Distance(string one, string other, int limit)
    {
        int[][] rows = [new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]];
        for (int j = 0; j <= other.Length; j++)
            rows[0][j] = j;
        for (int i = 1; i <= one.Length; i++)
        {
            int[] row = rows[i % 3];
            int[] above = rows[(i + 2) % 3];
            int[] twoAbove = rows[(i + 1) % 3];
            row[0] = i;
            int smallest = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int cost = one[i - 1] == other[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + cost);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
                smallest = Math.Min(smallest, row[j]);
            }
            if (smallest > limit)
                return int.MaxValue;
        }
        return rows[one.Length % 3][other.Length];
    }
}
