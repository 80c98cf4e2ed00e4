using System.Numerics;
using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Guesses;
using BudgetEnforcement.Tool.Replay.Numbers;
using BudgetEnforcement.Tool.Replay.Rows;

namespace BudgetEnforcement.Tool.Replay.Tokens;

/// <summary>Reads the counts of tokens of one file, and doubts them where a column that matters is not named.</summary>
internal sealed class TokenReader
{
    private readonly CostTable _table;
    private readonly NumberReader _numbers;
    private readonly ReadingTally _tally;
    private readonly bool _isBeside;
    private readonly int _input;
    private readonly int _output;
    private readonly int _cached;
    private readonly int _cacheWrite;
    private readonly int _reasoning;
    private readonly int[] _unused;

    internal TokenReader(CostTable table, string file, TableLayout layout, TokenColumns columns, ReplayOptions options, NumberReader numbers, ReadingTally tally)
    {
        (_table, _numbers, _tally) = (table, numbers, tally);
        (_input, _output, _cached) = (IndexOf(columns.Input), IndexOf(columns.Output), IndexOf(columns.Cached));
        (_cacheWrite, _reasoning) = (IndexOf(columns.CacheWrite), IndexOf(columns.Reasoning));
        int[] used = [_input, _output, _cached, _cacheWrite, _reasoning];
        _unused = _input < 0 ? [] : [.. Enumerable.Range(0, layout.Header.Length).Where(column =>
            !used.Contains(column) && LooksLikeCachedTokens(layout.Header[column]) && !options.Ignored.Contains(layout.Header[column]))];
        _isBeside = columns.CacheIsWithin is false;
        if (columns.CacheIsWithin is null && columns.Input is { } whole
            && ((TokenColumn?[])[columns.Cached, columns.CacheWrite]).OfType<TokenColumn>().FirstOrDefault(column => MayBeBeside(whole.Name, column.Name)) is { } cache)
        {
            throw new InputException(
                $"Are the tokens of {Printable.Quote(cache.Name)} within those of {Printable.Quote(whole.Name)}, or beside them, as Anthropic counts? " +
                "--cache-tokens within or --cache-tokens beside says it.");
        }

        int IndexOf(TokenColumn? column) => column is null ? -1 : layout.IndexOf(file, column.Name);
    }

    /// <summary>Whether no count stands in the current row.</summary>
    internal bool IsBlank => Is(_input) && Is(_output) && Is(_cached) && Is(_cacheWrite) && Is(_reasoning);

    internal TokenCounts Read()
    {
        RefuseUnused();
        var input = Read(_input, isPart: false);
        var output = Read(_output, isPart: false);
        var cached = Read(_cached, isPart: true);
        var cacheWrite = Read(_cacheWrite, isPart: true);
        var reasoning = Read(_reasoning, isPart: true);
        if (_isBeside)
            input += cached + cacheWrite;
        if (cached + cacheWrite > input && _input >= 0)
        {
            throw _table.Error(
                _cached >= 0 ? _cached : _cacheWrite, "is more than the input tokens. Are they counted beside those? --cache-tokens beside says so.");
        }

        if (reasoning > output && _output >= 0)
            throw new BadRowException(_table.Error(_reasoning, "is more than the output tokens."));
        return new TokenCounts(input, cached, cacheWrite, output, reasoning);
    }

    // OpenAI has cached_tokens within the input; cache_read_input_tokens, as Anthropic calls them, are beside it, and so are those beside an input without a cache.
    private static bool MayBeBeside(string input, string cache) =>
        input.Contains("cache", StringComparison.OrdinalIgnoreCase)
        || (HeaderWords.Of(cache) is var words && words.Contains("cache") && Array.Exists(words, word => word is "read" or "creation" or "write" or "written" or "writes" or "reads"));

    private static bool LooksLikeCachedTokens(string name) =>
        name.Contains("cache", StringComparison.OrdinalIgnoreCase) && !name.Contains("cost", StringComparison.OrdinalIgnoreCase) && !name.Contains("price", StringComparison.OrdinalIgnoreCase);

    private bool Is(int column) => column < 0 || _table.IsBlank(column);

    // Cached tokens cost a tenth of others, so an answer without them is wrong by much.
    private void RefuseUnused()
    {
        foreach (var column in _unused)
        {
            if (!_table.IsBlank(column) && _table.Field(column).Trim() is not ("0" or "0.0"))
            {
                throw _table.Error(
                    column, "cached tokens are not taken into account. --cached-tokens-column and --cached-price (or --cache-write-tokens-column and --cache-write-price) do; --ignore-column leaves the column aside.");
            }
        }
    }

    private BigInteger Read(int column, bool isPart)
    {
        if (column < 0)
            return BigInteger.Zero;
        Span<char> buffer = stackalloc char[64];
        var text = _table.Text(column, buffer);
        if (isPart && text.IsWhiteSpace())
            return BigInteger.Zero;
        if (isPart && NoCostWords.TryFind(text, out var word))
        {
            _tally.AddWord(word);
            return BigInteger.Zero;
        }

        return _numbers.ReadCount(text, out var count) switch
        {
            NumberProblem.None => count,
            NumberProblem.Ambiguous => throw _table.Error(column, "may be thousands, or have decimals, which a count of tokens has not. --culture says how numbers are written."),
            _ => throw new BadRowException(_table.Error(column, "is not a number of tokens.")),
        };
    }
}
