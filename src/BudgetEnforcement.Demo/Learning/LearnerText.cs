using System.Security.Cryptography;
using System.Text;

namespace BudgetEnforcement.Demo.Learning;

/// <summary>A text as a model sees it: a row of symbols, numbered in the order of their characters.</summary>
internal sealed class LearnerText
{
    /// <summary>The symbol that stands for the places before the text.</summary>
    internal const int Before = 0;

    private const int FewestCharacters = 2;
    private const long MostBytes = 64 << 20;

    private readonly char[] _characters;
    private readonly int[] _symbols;

    internal LearnerText(string text)
    {
        if (text.Length < FewestCharacters)
            throw new InputException($"There is nothing to learn from fewer than {FewestCharacters} characters.");

        _characters = [.. text.Distinct().Order()];
        _symbols = [.. text.Select(character => Array.BinarySearch(_characters, character) + 1)];
        Hash = SHA256.HashData(Encoding.Unicode.GetBytes(text));
    }

    internal int Length => _symbols.Length;

    internal int SymbolCount => _characters.Length + 1;

    /// <summary>Tells one text from another.</summary>
    internal ReadOnlyMemory<byte> Hash { get; }

    internal int this[int position] => position < 0 ? Before : _symbols[position];

    /// <summary>The text of a file, or of the README of this project where none is named.</summary>
    internal static LearnerText LoadOrReadme(string? file) => Load(file ?? Path.Combine(AppContext.BaseDirectory, "README.md"));

    internal static LearnerText Load(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MostBytes)
                throw new InputException($"FILE '{file}' is larger than {MostBytes >> 20} MiB.");
            return new LearnerText(File.ReadAllText(file, new UTF8Encoding(false, throwOnInvalidBytes: true)));
        }
        catch (DecoderFallbackException error)
        {
            throw new InputException($"FILE '{file}' is not UTF-8 text.", error);
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw new InputException($"FILE '{file}' cannot be read: {FileProblem.Describe(file, error)}", error);
        }
    }

    /// <summary>The character of a symbol; a space for <see cref="Before"/>.</summary>
    internal char CharacterOf(int symbol) => symbol == Before ? ' ' : _characters[symbol - 1];
}
