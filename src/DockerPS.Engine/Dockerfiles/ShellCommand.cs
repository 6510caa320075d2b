using System.Buffers;
using System.Text;

namespace DockerPS.Engine;

/// <summary>A command of a shell script.</summary>
/// <param name="Words">The words without quotes, starting with the name.</param>
/// <param name="IsPiped">Whether the output is piped to the next command.</param>
/// <param name="Offset">The offset of the name in the script.</param>
sealed record ShellCommand(IReadOnlyList<string> Words, bool IsPiped, int Offset)
{
    const int DeepestScript = 3;

    static readonly string[] Shells = ["ash", "bash", "dash", "ksh", "sh", "zsh"];

    // options of sudo and apt that take the next word
    static readonly string[] SudoOptions = ["-C", "-D", "-g", "-h", "-p", "-R", "-T", "-U", "-u"];
    static readonly string[] AptOptions = ["-c", "-o", "-t", "--config-file", "--option", "--target-release"];

    static readonly string[] Introductions =
        ["!", "do", "else", "elif", "exec", "if", "command", "sudo", "then", "time", "until", "while"];

    static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>The name of the program, without its folder.</summary>
    public string Name => Words[0][(Words[0].LastIndexOf('/') + 1)..];

    /// <summary>Whether it is a shell.</summary>
    public bool IsShell => Array.IndexOf(Shells, Name) >= 0;

    /// <summary>The words after the name that are neither options nor values of options.</summary>
    public IEnumerable<string> Operands =>
        Words.Skip(1).Where((word, i) => !word.StartsWith('-') && !(IsApt && Array.IndexOf(AptOptions, Words[i]) >= 0));

    bool IsApt => Name is "apt" or "apt-get" or "aptitude";

    /// <summary>The script of <c>sh -c script</c>; null for any other command.</summary>
    string? Script
    {
        get
        {
            int option = !IsShell ? -1 : Words.ToList().FindIndex(static word => word.StartsWith('-') && word.EndsWith('c'));
            return option >= 0 && option + 1 < Words.Count ? Words[option + 1] : null;
        }
    }

    /// <summary>Whether it is a program with a subcommand, such as <c>apt-get install</c>.</summary>
    public bool Is(string name, string operand) => Name == name && Operands.FirstOrDefault() == operand;

    /// <summary>Whether it has an option, such as <c>--yes</c>, or <c>y</c> in <c>-qy</c>.</summary>
    public bool Has(params string[] options) => Words.Skip(1).Any(word => options.Any(option => option.Length == 1
        ? word.StartsWith('-') && !word.StartsWith("--", StringComparison.Ordinal) && word.Contains(option, StringComparison.Ordinal)
        : word == option || word.StartsWith(option + "=", StringComparison.Ordinal)));

    /// <summary>
    /// The simple commands of a script, and of the scripts that it passes to shells, as far as they can be found without running it.
    /// </summary>
    public static IReadOnlyList<ShellCommand> Split(string script) => Split(script, 0);

    static List<ShellCommand> Split(string script, int depth)
    {
        var splitter = new Splitter(script);
        splitter.Run();
        if (depth < DeepestScript)
        {
            var scripts = splitter.Commands.Select(static command => command.Script).OfType<string>();
            splitter.Commands.AddRange([.. scripts.SelectMany(inner => Split(inner, depth + 1))]);
        }
        return splitter.Commands;
    }

    sealed class Splitter(string script)
    {
        readonly List<string> words = [];
        readonly StringBuilder word = new();
        int wordStart;
        int nameStart;
        bool hasWord;
        bool isAfterSudo;
        bool isSudoValue;
        int position;

        public List<ShellCommand> Commands { get; } = [];

        public void Run()
        {
            while (position < script.Length)
                Step(script[position]);
            EndCommand(isPiped: false);
        }

        void Step(char c)
        {
            switch (c)
            {
                case '\\' when position + 1 < script.Length:
                    Add(script[position + 1]);
                    position += 2;
                    break;
                case '\'' or '"' or '`':
                    ReadQuoted(c);
                    break;
                case '$' when position + 1 < script.Length && script[position + 1] is '(' or '{':
                    ReadNested();
                    break;
                case '<' or '>' when Next() == '(':
                    Add(c);
                    position++;
                    ReadNested();
                    break;
                case '#' when !hasWord:
                    while (position < script.Length && script[position] != '\n')
                        position++;
                    break;
                case '|':
                    bool isOr = Next() == '|';
                    EndCommand(isPiped: !isOr);
                    position += isOr || Next() == '&' ? 2 : 1;
                    break;
                case '&' when word.Length > 0 && word[^1] is '>' or '<':
                    Add(c);
                    position++;
                    break;
                case '&' when Next() == '>':
                    Add(c);
                    position++;
                    break;
                case '&' or ';' or '\n' or '(' or ')':
                    EndCommand(isPiped: false);
                    position++;
                    break;
                case '{' or '}' when !hasWord
                    && (position + 1 == script.Length || char.IsWhiteSpace(script[position + 1]) || script[position + 1] == ';'):
                    EndCommand(isPiped: false);
                    position++;
                    break;
                default:
                    if (char.IsWhiteSpace(c))
                        EndWord();
                    else
                        Add(c);
                    position++;
                    break;
            }
        }

        char Next() => position + 1 < script.Length ? script[position + 1] : '\0';

        void Add(char c)
        {
            if (!hasWord)
                wordStart = position;
            hasWord = true;
            word.Append(c);
        }

        void ReadQuoted(char quote)
        {
            if (!hasWord)
                wordStart = position;
            hasWord = true;
            for (position++; position < script.Length && script[position] != quote; position++)
            {
                if (script[position] == '\\' && quote != '\'' && position + 1 < script.Length)
                    position++;
                word.Append(script[position]);
            }
            position++;
        }

        /// <summary>The text in <c>$(…)</c>, <c>${…}</c> or <c>&lt;(…)</c> is part of the word.</summary>
        void ReadNested()
        {
            int depth = 0;
            do
            {
                char c = script[position];
                depth += c is '(' or '{' ? 1 : c is ')' or '}' ? -1 : 0;
                Add(c);
                position++;
            }
            while (position < script.Length && (depth > 0 || script[position - 1] == '$'));
        }

        void EndWord()
        {
            if (!hasWord)
                return;
            string text = word.ToString();
            word.Clear();
            hasWord = false;
            // a keyword or a variable before a command is not a command itself
            if (words.Count == 0 && (Array.IndexOf(Introductions, text) >= 0 || IsAssignment(text)))
            {
                isAfterSudo = text == "sudo";
                if (isAfterSudo)
                    Commands.Add(new ShellCommand(["sudo"], IsPiped: false, wordStart));
                return;
            }
            if (isAfterSudo && words.Count == 0 && (isSudoValue || text.StartsWith('-')))
            {
                isSudoValue = !isSudoValue && Array.IndexOf(SudoOptions, text) >= 0;
                return;
            }
            if (words.Count == 0)
                nameStart = wordStart;
            words.Add(text);
        }

        void EndCommand(bool isPiped)
        {
            EndWord();
            isAfterSudo = isSudoValue = false;
            if (words.Count == 0 || words[0].Length == 0)
            {
                words.Clear();
                return;
            }
            Commands.Add(new ShellCommand([.. words], isPiped, nameStart));
            words.Clear();
        }

        static bool IsAssignment(string text)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            return equals > 0 && text.AsSpan(0, equals).IndexOfAnyExcept(NameCharacters) < 0;
        }
    }
}
