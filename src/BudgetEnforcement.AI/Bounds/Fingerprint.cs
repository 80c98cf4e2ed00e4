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
    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private ulong _state;

    internal static Fingerprint New => new() { _state = Seed };

    internal readonly ulong Value => _state;

    internal void Add(ulong value) => _state = Mix(_state ^ First, value ^ Second);

    internal void Add(ReadOnlySpan<char> text) => Add(MemoryMarshal.AsBytes(text));

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        Add((ulong)bytes.Length);
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

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
