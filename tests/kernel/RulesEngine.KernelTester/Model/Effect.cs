using System.Net;
using System.Net.Sockets;

namespace RulesEngine.KernelTester.Model;

/// <summary>
/// What an operation leaves in the world, looked at from outside the process that performed it.
/// An instance describes; <see cref="Prepare"/> makes the world ready in a folder and gives back who looks afterwards.
/// </summary>
internal abstract class Effect
{
    /// <summary>The caller has what it asked for (a descriptor): nothing but its own word can tell.</summary>
    public static Effect CallerSucceeds { get; } = new CallerSucceedsEffect();

    /// <summary>The file <c>target</c> did not exist and does now.</summary>
    public static Effect FileCreated { get; } = new FileCreatedEffect();

    /// <summary>The file <c>target</c> had content and is empty now.</summary>
    public static Effect FileEmptied { get; } = new FileEmptiedEffect();

    /// <summary>The program <c>program</c> ran: it made the file <c>ran</c>.</summary>
    public static Effect ProgramRan { get; } = new ProgramRanEffect();

    /// <summary>A connection is in the backlog of the listener at the scenario's port.</summary>
    public static Effect ConnectionArrived { get; } = new ArrivalEffect(SocketType.Stream);

    /// <summary>A datagram is in the queue of the socket at the scenario's port.</summary>
    public static Effect DatagramArrived { get; } = new ArrivalEffect(SocketType.Dgram);

    public abstract EffectWatch Prepare(Workspace workspace);

    private sealed class CallerSucceedsEffect : Effect
    {
        public override EffectWatch Prepare(Workspace workspace)
        {
            workspace.Put("target");
            workspace.Put("other");
            return new EffectWatch(succeeded => succeeded);
        }
    }

    private sealed class FileCreatedEffect : Effect
    {
        public override EffectWatch Prepare(Workspace workspace) =>
            new(_ => File.Exists(workspace.PathOf("target")) || File.Exists(workspace.PathOf("other")));
    }

    private sealed class FileEmptiedEffect : Effect
    {
        public override EffectWatch Prepare(Workspace workspace)
        {
            workspace.Put("target");
            workspace.Put("other");
            return new EffectWatch(_ =>
                new FileInfo(workspace.PathOf("target")).Length == 0 || new FileInfo(workspace.PathOf("other")).Length == 0);
        }
    }

    private sealed class ProgramRanEffect : Effect
    {
        public override EffectWatch Prepare(Workspace workspace)
        {
            workspace.PutProgram("program");
            workspace.PutProgram("other");
            return new EffectWatch(_ => File.Exists(workspace.PathOf("ran")));
        }
    }

    /// <summary>
    /// The kernel completes a loopback delivery before the sender's call returns, so a queue that is empty once the sender
    /// has ended stays empty: no waiting.
    /// </summary>
    private sealed class ArrivalEffect(SocketType type) : Effect
    {
        public override EffectWatch Prepare(Workspace workspace)
        {
            var target = Listen(workspace.Port);
            var other = Listen(workspace.OtherPort);
            return new EffectWatch(_ => target.Poll(0, SelectMode.SelectRead) || other.Poll(0, SelectMode.SelectRead), target, other);
        }

        private Socket Listen(int port)
        {
            var socket = new Socket(AddressFamily.InterNetworkV6, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp)
            {
                DualMode = true,
            };
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
            if (type == SocketType.Stream)
                socket.Listen(16);
            return socket;
        }
    }
}

/// <summary>Looks whether an effect is there; holds what it needs for that until disposed.</summary>
internal sealed class EffectWatch(Func<bool, bool> isThere, params IDisposable[] held) : IDisposable
{
    /// <param name="callerSucceeded">What the trigger said of itself.</param>
    public bool IsThere(bool callerSucceeded) => isThere(callerSucceeded);

    public void Dispose()
    {
        foreach (var item in held)
            item.Dispose();
    }
}
