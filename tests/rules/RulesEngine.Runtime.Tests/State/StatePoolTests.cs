using System.Reflection;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Tests.State;

/// <summary>What is used again is as good as new.</summary>
public sealed class StatePoolTests
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    [Fact]
    public void A_thread_that_ended_comes_back_as_a_new_one()
    {
        var pool = new StatePool();
        var thread = new ThreadInfo();
        pool.End(thread);
        foreach (var field in typeof(ThreadInfo).GetFields(Fields)) field.SetValue(thread, Something(field.FieldType));
        pool.Recycle();
        Assert.Same(thread, pool.RentThread());
        AssertNew(new ThreadInfo(), thread, "_ownFds", "<LastEnter>k__BackingField");
        Assert.Empty(Numbers(thread.Fds));
    }

    [Fact]
    public void A_descriptor_that_was_closed_comes_back_as_a_new_one_and_is_copied_whole()
    {
        var pool = new StatePool();
        var fd = new FdInfo();
        foreach (var field in typeof(FdInfo).GetFields(Fields)) field.SetValue(fd, Something(field.FieldType));
        AssertNew(fd, pool.RentCopy(fd), "<NextInTable>k__BackingField");
        pool.End(fd);
        pool.Recycle();
        var again = pool.RentFd(FdType.Unknown);
        Assert.Same(fd, again);
        AssertNew(new FdInfo(), again);
    }

    [Fact]
    public void What_ends_is_not_used_again_before_the_next_event()
    {
        var pool = new StatePool();
        var thread = new ThreadInfo();
        pool.End(thread);
        pool.End(thread);
        Assert.NotSame(thread, pool.RentThread());
        pool.Recycle();
        Assert.Same(thread, pool.RentThread());
        Assert.NotSame(thread, pool.RentThread());
    }

    private static void AssertNew<T>(T expected, T actual, params string[] except)
    {
        foreach (var field in typeof(T).GetFields(Fields).Where(field => !except.Contains(field.Name)))
            Assert.True(AreEqual(field.GetValue(expected), field.GetValue(actual)), $"{field.Name} keeps its value");
    }

    private static bool AreEqual(object? left, object? right) => (left, right) is (SocketTuple first, SocketTuple second)
        ? ((ReadOnlySpan<byte>)first).SequenceEqual(second)
        : Equals(left, right);

    /// <summary>A value that no new object has.</summary>
    private static object Something(Type type)
    {
        if (type == typeof(bool)) return true;
        if (type == typeof(byte[])) return new byte[] { 1, 2 };
        if (type == typeof(object)) return new object();
        if (type == typeof(ByteStrings)) return ByteStrings.From("x\0"u8);
        if (type == typeof(ThreadGroup)) return new ThreadGroup(9);
        if (type == typeof(SocketTuple)) return SomeTuple();
        if (type.IsEnum) return Enum.ToObject(type, 1);
        return type.IsPrimitive ? Convert.ChangeType(9, type, System.Globalization.CultureInfo.InvariantCulture) : Activator.CreateInstance(type)!;
    }

    private static SocketTuple SomeTuple()
    {
        var tuple = default(SocketTuple);
        tuple.SetPortAt(0, 9);
        return tuple;
    }

    private static List<long> Numbers(FdTable table)
    {
        var numbers = new List<long>();
        foreach (var (number, _) in table) numbers.Add(number);
        return numbers;
    }
}
