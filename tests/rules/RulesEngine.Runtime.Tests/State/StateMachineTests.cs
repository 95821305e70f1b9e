using System.Text;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;
using RulesEngine.Runtime.Tests.Events;

namespace RulesEngine.Runtime.Tests.State;

public class StateMachineTests
{
    [Fact]
    public void An_open_file_is_known_by_its_absolute_path_until_the_event_after_its_close()
    {
        var machine = new Machine();
        Assert.True(machine.Open(10, 3, "docs/../notes"));
        Assert.Equal("/home/notes"u8, machine.Context.Fd!.Name);
        Assert.Equal("docs/../notes"u8, machine.Context.Fd.NameRaw);
        Assert.Equal(3, machine.Context.FdNumber);
        Assert.True(machine.Context.FdNameChanged);
        machine.Close(10, 3);
        Assert.Equal("/home/notes"u8, machine.Context.Fd!.Name);
        Assert.False(machine.Context.FdNameChanged);
        machine.Close(10, 3, result: -9);
        Assert.Null(machine.Context.Fd);
        Assert.Equal(9, machine.Context.ErrorCode);
    }

    [Fact]
    public void A_failed_open_leaves_no_descriptor()
    {
        var machine = new Machine();
        machine.Open(10, -2, "nothing");
        Assert.Null(machine.Context.Fd);
        Assert.Equal(0, machine.Find(10)!.Fds.Count);
    }

    [Fact]
    public void The_name_read_at_entry_wins_over_the_one_read_at_exit()
    {
        var machine = new Machine();
        Assert.False(machine.Send(
            EventCodes.OpenEnter, 10, EventBytes.Text("/etc/passwd"), EventBytes.Number(1u), EventBytes.Number(0u)));
        machine.Open(10, 3, "/tmp/innocent");
        Assert.Equal("/etc/passwd"u8, machine.Context.Fd!.Name);
        machine.Open(10, 4, "/tmp/innocent");
        Assert.Equal("/tmp/innocent"u8, machine.Context.Fd!.Name);
    }

    [Fact]
    public void A_child_has_copies_of_its_parents_descriptors()
    {
        var machine = new Machine();
        machine.Open(10, 3, "/a");
        machine.Fork(10, 20);
        var child = machine.Find(20)!;
        Assert.Equal(10, child.ParentTid);
        Assert.Equal(5u, child.Uid);
        Assert.Equal("/home/"u8, child.WorkingDirectory);
        machine.Close(10, 3);
        machine.Open(10, 4, "/b");
        Assert.Equal("/a"u8, child.Fds.Find(3)!.Name);
        Assert.Null(machine.Find(10)!.Fds.Find(3));
        Assert.Null(child.Fds.Find(4));
    }

    [Fact]
    public void Threads_share_descriptors_and_directory_with_their_process()
    {
        var machine = new Machine();
        machine.Fork(10, 11, (uint)ThreadFlags.CloneThread);
        var thread = machine.Find(11)!;
        Assert.Same(machine.Find(10), thread.MainThread);
        machine.Open(11, 3, "x");
        Assert.Equal("/home/x"u8, machine.Find(10)!.Fds.Find(3)!.Name);
        Assert.Same(machine.Find(10)!.Fds, thread.Fds);
    }

    [Fact]
    public void The_side_of_a_fork_that_comes_second_changes_nothing()
    {
        var machine = new Machine();
        machine.ForkReturns(10, 20);
        var child = machine.Find(20)!;
        machine.Fork(10, 20);
        Assert.Same(child, machine.Find(20));
        machine.Fork(10, 30);
        child = machine.Find(30)!;
        machine.ForkReturns(10, 30);
        Assert.Same(child, machine.Find(30));
    }

    [Fact]
    public void A_process_ends_with_its_last_thread_and_the_event_after_it()
    {
        var machine = new Machine();
        machine.Fork(10, 11, (uint)ThreadFlags.CloneThread);
        machine.Exit(10);
        machine.States.FinishPrevious();
        Assert.True(machine.Find(10)!.IsDead);
        machine.Exit(11);
        Assert.NotNull(machine.Find(11));
        machine.States.FinishPrevious();
        Assert.Null(machine.Find(11));
        Assert.Null(machine.Find(10));
    }

    [Fact]
    public void Orphans_go_to_the_reaper_the_kernel_names_or_else_to_the_nearest_one()
    {
        var machine = new Machine();
        machine.Fork(10, 20);
        machine.Fork(20, 30);
        machine.Exit(20, reaper: 10);
        machine.States.FinishPrevious();
        Assert.Equal(10, machine.Find(30)!.ParentTid);
        machine.Exit(10);
        machine.States.FinishPrevious();
        Assert.Equal(1, machine.Find(30)!.ParentTid);
    }

    [Fact]
    public void A_clone_that_returns_after_its_child_ended_does_not_bring_it_back()
    {
        var machine = new Machine();
        machine.Fork(10, 20);
        machine.Exit(20);
        machine.States.FinishPrevious();
        machine.ForkReturns(10, 20);
        Assert.Null(machine.Find(20));
    }

    [Fact]
    public void An_unknown_thread_gets_an_entry_that_says_so()
    {
        var machine = new Machine();
        machine.Open(77, 3, "x");
        Assert.True(machine.Context.Thread!.IsInvalid);
        Assert.Equal("<NA>"u8, machine.Context.Thread.Comm);
        Assert.Null(machine.Context.Thread.MainThread);
        Assert.Equal("./x", Encoding.UTF8.GetString(machine.Context.Fd!.Name));
    }

    [Fact]
    public void A_full_table_refuses_threads_and_counts_them()
    {
        var machine = new Machine();
        machine.Threads.Capacity = 3;
        machine.Fork(10, 20);
        machine.Fork(10, 21);
        Assert.Null(machine.Find(21));
        Assert.Null(machine.Context.Thread);
        machine.Open(500, 3, "x");
        Assert.Null(machine.Context.Thread);
        Assert.Equal(2UL, machine.States.State.Counters.ThreadTableDrops);
        Assert.Equal(3, machine.Threads.Count);
    }

    [Fact]
    public void Parents_that_are_their_own_ancestors_do_not_hang_anything()
    {
        var machine = new Machine();
        machine.Fork(10, 20);
        machine.Fork(20, 30);
        machine.Find(20)!.ParentTid = 30;
        machine.Find(10)!.ParentTid = 30;
        machine.Exit(20);
        machine.Exit(30);
        machine.Exit(10);
        machine.States.FinishPrevious();
        Assert.Null(machine.Find(10));
    }

    [Fact]
    public void Live_threads_that_are_gone_are_removed_in_time()
    {
        var machine = new Machine(StateMode.Live);
        machine.Fork(10, 20);
        const ulong hour = 3_600_000_000_000;
        machine.SendAt(hour, EventCodes.GenericExit, 10, [0, 0], [0, 0]);
        machine.SendAt(2 * hour, EventCodes.GenericExit, 10, [0, 0], [0, 0]);
        Assert.NotNull(machine.Find(20));
        machine.States.ThreadLookup = tid => tid == 1 ? new ThreadInfo { Tid = 1 } : null;
        machine.SendAt(3 * hour, EventCodes.GenericExit, 10, [0, 0], [0, 0]);
        machine.SendAt(4 * hour, EventCodes.GenericExit, 10, [0, 0], [0, 0]);
        Assert.Null(machine.Find(20));
        Assert.NotNull(machine.Find(10));
        Assert.NotNull(machine.Find(1));
    }

    [Fact]
    public void Random_events_on_random_threads_leave_a_consistent_table()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var machine = new Machine();
        for (var i = 0; i < 20_000; i++)
        {
            var code = (ushort)random.Next(EventTable.Count);
            var parameters = new byte[random.Next(EventTable.All[code].Params.Length + 1)][];
            for (var p = 0; p < parameters.Length; p++) parameters[p] = RandomParam(random);
            machine.SendAt((ulong)i, code, random.Next(-2, 40), parameters);
        }
        machine.States.FinishPrevious();
        foreach (var thread in machine.Threads) Assert.Same(thread, machine.Find(thread.Tid));
    }

    private static byte[] RandomParam(Random random)
    {
        switch (random.Next(6))
        {
            case 0: return [];
            case 1: return EventBytes.Number((long)random.Next(-2, 40));
            case 2: return EventBytes.Number((uint)random.Next(0, 40));
            case 3: return EventBytes.Text("../x/./y//z");
            default:
                var bytes = new byte[random.Next(40)];
                random.NextBytes(bytes);
                if (bytes.Length > 0 && random.Next(2) == 0) bytes[0] = (byte)new[] { 1, 2, 10 }[random.Next(3)];
                return bytes;
        }
    }
}
