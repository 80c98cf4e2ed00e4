using System.Net;

namespace BudgetEnforcement.Portkey.Tests.Http;

/// <summary>Checks that the client reads no more of a body than is allowed, however long it is or says that it is.</summary>
public sealed class BoundedBodyTests
{
    private const int Most = 100_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData(Most)]
    public async Task ReadAsync_ABodyThatFits_IsWhole(int length)
    {
        using var content = new Bytes(length, isSizeTold: false);

        var body = await BoundedBody.ReadAsync(content, Most, TestContext.Current.CancellationToken);

        body!.Value.ToArray().Should().Equal(Enumerable.Repeat((byte)' ', length));
    }

    [Theory]
    [InlineData(Most + 1, false)]
    [InlineData(long.MaxValue, false)]
    [InlineData(long.MaxValue, true)]
    public async Task ReadAsync_ABodyThatIsLonger_IsNone(long length, bool isSizeTold)
    {
        using var content = new Bytes(length, isSizeTold);

        (await BoundedBody.ReadAsync(content, Most, TestContext.Current.CancellationToken)).Should().BeNull();

        content.Read.Should().Be(isSizeTold ? 0 : Most + 1);
    }

    [Fact]
    public void ReadSome_ABodyThatNeverEnds_IsItsBeginning()
    {
        using var content = new Bytes(long.MaxValue, isSizeTold: false);

        BoundedBody.ReadSome(content, Most, TestContext.Current.CancellationToken).Length.Should().Be(Most);

        content.Read.Should().Be(Most);
    }

    private sealed class Bytes : HttpContent
    {
        private readonly long _length;

        internal Bytes(long length, bool isSizeTold)
        {
            _length = length;
            if (isSizeTold)
                Headers.ContentLength = length;
        }

        internal long Read { get; private set; }

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new Counting(this));

        protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => new Counting(this);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException("The body is not kept as a whole.");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        private sealed class Counting(Bytes content) : OddStream
        {
            public override int Read(byte[] buffer, int offset, int count)
            {
                var read = (int)Math.Min(count, content._length - content.Read);
                buffer.AsSpan(offset, read).Fill((byte)' ');
                content.Read += read;
                return read;
            }
        }
    }
}
