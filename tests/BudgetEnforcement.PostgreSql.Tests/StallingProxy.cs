#pragma warning disable CA2000, CA2213 // Sockets are closed with their connection; threads may still wait for the event.

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>A network between a client and a server which can stall, so that no byte arrives while the connections stay, and can be cut.</summary>
internal sealed class StallingProxy : IDisposable
{
    private readonly EndPoint _server;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ManualResetEventSlim _flow = new(initialState: true);
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private volatile bool _isCut;
    private volatile byte[]? _lastWord;

    internal StallingProxy(EndPoint server)
    {
        _server = server;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Start(Accept);
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Lets nothing through any more; the connections stay.</summary>
    internal void Stall() => _flow.Reset();

    /// <summary>
    /// Lets one more request with this word through, and nothing after it: the server carries the request out, and the client does not hear of it.
    /// </summary>
    internal void StallAfter(string word) => _lastWord = Encoding.ASCII.GetBytes(word);

    /// <summary>Breaks the connections, and each new one at once.</summary>
    internal void Cut()
    {
        _isCut = true;
        foreach (var socket in _sockets.Keys)
            Close(socket);
        _flow.Set();
    }

    /// <summary>Lets everything through again.</summary>
    internal void Restore()
    {
        _isCut = false;
        _flow.Set();
    }

    public void Dispose()
    {
        Cut();
        _listener.Dispose();
    }

    private static void Start(Action work) => new Thread(() =>
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The end of a connection.
        }
    })
    { IsBackground = true }.Start();

    private void Accept()
    {
        while (true)
        {
            var client = _listener.Accept();
            var server = new Socket(_server.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            _sockets[client] = _sockets[server] = true;
            try
            {
                server.Connect(_server);
            }
            catch (SocketException)
            {
                Close(client);
                Close(server);
                continue;
            }

            Start(() => Forward(client, server, OnRequest));
            Start(() => Forward(server, client, static _ => { }));
            if (_isCut)
            {
                Close(client);
                Close(server);
            }
        }
    }

    private delegate void SpanAction(ReadOnlySpan<byte> bytes);

    private void OnRequest(ReadOnlySpan<byte> request)
    {
        if (_lastWord is not { } word || request.IndexOf(word) < 0)
            return;
        _lastWord = null;
        Stall();
    }

    private void Forward(Socket from, Socket to, SpanAction onBytes)
    {
        try
        {
            var buffer = new byte[8192];
            while (from.Receive(buffer) is var count and > 0)
            {
                _flow.Wait();
                onBytes(buffer.AsSpan(0, count));
                for (var sent = 0; sent < count;)
                    sent += to.Send(buffer.AsSpan(sent, count - sent));
            }
        }
        finally
        {
            Close(from);
            Close(to);
        }
    }

    private void Close(Socket socket)
    {
        _sockets.TryRemove(socket, out _);
        socket.Dispose();
    }
}
