using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BudgetEnforcement.AI;

/// <summary>
/// Tells whether a conversation is one that was seen before, without keeping it: 64 bits that depend on everything that is added, in order.
/// It starts from a random number of the process, so an attacker cannot make a text that looks like another.
/// </summary>
internal struct Fingerprint
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;
    private const int WordsOfBlock = 8;
    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private ulong _state;

    internal static Fingerprint New => new() { _state = Seed };

    internal readonly ulong Value => _state;

    internal void Add(ulong value) => _state = Mix(_state ^ First, value ^ Second);

    internal void Add(ReadOnlySpan<char> text) => Add(MemoryMarshal.AsBytes(text));

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        Add((ulong)bytes.Length);
        if (bytes.Length >= WordsOfBlock * sizeof(ulong))
            bytes = AddBlocks(bytes);
        while (bytes.Length >= 2 * sizeof(ulong))
        {
            _state = Mix(MemoryMarshal.Read<ulong>(bytes) ^ First ^ Seed, MemoryMarshal.Read<ulong>(bytes[sizeof(ulong)..]) ^ _state);
            bytes = bytes[(2 * sizeof(ulong))..];
        }

        Span<byte> rest = stackalloc byte[2 * sizeof(ulong)];
        rest.Clear();
        bytes.CopyTo(rest);
        _state = Mix(MemoryMarshal.Read<ulong>(rest) ^ Second ^ Seed, MemoryMarshal.Read<ulong>(rest[sizeof(ulong)..]) ^ _state);
    }

    /// <summary>Adds whole blocks, in four lanes: each multiplication of a lane waits for the one before, and those of the others fill the time.</summary>
    /// <returns>What is left.</returns>
    private ReadOnlySpan<byte> AddBlocks(ReadOnlySpan<byte> bytes)
    {
        var key = First ^ Seed;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var (one, two, three, four) = (_state, _state ^ First, _state ^ Second, _state ^ First ^ Second);
        var at = 0;
        for (; at + WordsOfBlock <= words.Length; at += WordsOfBlock)
        {
            var block = words.Slice(at, WordsOfBlock);
            one = Mix(block[0] ^ key, block[1] ^ one);
            two = Mix(block[2] ^ key, block[3] ^ two);
            three = Mix(block[4] ^ key, block[5] ^ three);
            four = Mix(block[6] ^ key, block[7] ^ four);
        }

        _state = Mix(Mix(one ^ First, two ^ Second) ^ key, Mix(three ^ First, four ^ Second) ^ Second);
        return bytes[(at * sizeof(ulong))..];
    }

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
