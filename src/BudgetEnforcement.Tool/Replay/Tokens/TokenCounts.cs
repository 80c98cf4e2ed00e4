using System.Numerics;

namespace BudgetEnforcement.Tool.Replay.Tokens;

/// <summary>The tokens of a row: the parts are within the whole.</summary>
internal readonly record struct TokenCounts(BigInteger Input, BigInteger Cached, BigInteger CacheWrite, BigInteger Output, BigInteger Reasoning);
