using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Scenarios;

/// <summary>Connecting and sending, over IPv4 and IPv6, by every call that does so.</summary>
internal static class NetworkOperations
{
    private static readonly string[] Addresses = ["127.0.0.1", "::1"];

    public static IEnumerable<Operation> All => Addresses.SelectMany(address => new[]
    {
        Reach("connect", "connect", "a connection", address, Effect.ConnectionArrived),
        Reach("connect-nb", "connect", "a non-blocking connection", address, Effect.ConnectionArrived),
        Reach("uring-connect", "connect", "a connection by a worker of io_uring", address, Effect.ConnectionArrived),
        Reach("inline-connect", "connect", "a connection by io_uring_enter", address, Effect.ConnectionArrived),
        Reach("polled-connect", "connect", "a connection by the polling thread of io_uring", address, Effect.ConnectionArrived),
        Reach("fastopen", "connect", "a connection by sendto with MSG_FASTOPEN", address, Effect.ConnectionArrived),
        Reach("fastopen-msg", "connect", "a connection by sendmsg with MSG_FASTOPEN", address, Effect.ConnectionArrived),
        Reach("connect-udp", "connect", "a connection of a datagram socket", address, Effect.CallerSucceeds),
        Reach("sendto", "sendto", "a datagram by sendto", address, Effect.DatagramArrived),
        Reach("sendmsg", "sendmsg", "a datagram by sendmsg", address, Effect.DatagramArrived),
        Reach("sendmmsg", "sendmmsg", "datagrams by sendmmsg", address, Effect.DatagramArrived),
        Reach("uring-sendmsg", "sendmsg", "a datagram by a worker of io_uring", address, Effect.DatagramArrived),
    });

    private static Operation Reach(string call, string eventType, string deed, string address, Effect effect) =>
        new($"{deed} to {address}")
        {
            Condition = $"evt.type={eventType} and fd.sip=\"{address}\" and fd.sport={{port}}",
            Trigger = [call, address, "{port}"],
            NearMiss = [call, address, "{other-port}"],
            Effect = effect,
        };
}
