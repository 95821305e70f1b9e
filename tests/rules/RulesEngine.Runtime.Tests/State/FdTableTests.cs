using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Tests.State;

public class FdTableTests
{
    [Fact]
    public void Descriptors_are_walked_in_the_order_of_Falcos_hash_table()
    {
        var table = Filled(0, 1, 2, 5, 6, 7, 8);
        Assert.Equal([8, 7, 6, 5, 2, 1, 0], Numbers(table));
        // 13 shares a bucket with 0 and stands before it.
        table.Set(13, new FdInfo());
        Assert.Equal([8, 7, 6, 5, 2, 1, 13, 0], Numbers(table));
        table.Remove(1);
        table.Set(14, new FdInfo());
        Assert.Equal([14, 8, 7, 6, 5, 2, 13, 0], Numbers(table));
    }

    [Fact]
    public void Growing_turns_the_order_round()
    {
        var table = Filled([.. Enumerable.Range(0, 13)]);
        Assert.Equal(Enumerable.Range(0, 13).Reverse().Select(number => (long)number), Numbers(table));
        table.Set(13, new FdInfo());
        Assert.Equal([13, .. Enumerable.Range(0, 13).Select(number => (long)number)], Numbers(table));
    }

    [Fact]
    public void Numbers_of_every_size_are_found()
    {
        long[] numbers = [0, 3, 1000, 1023, 1024, 1500, 2046, 70_000, long.MaxValue, -2];
        var table = new FdTable();
        foreach (var number in numbers)
        {
            var fd = new FdInfo();
            table.Set(number, fd);
            Assert.Same(fd, table.Find(number));
        }
        Assert.Equal(numbers.Length, table.Count);
        foreach (var number in numbers) Assert.True(table.Remove(number));
        foreach (var number in numbers) Assert.False(table.Remove(number));
        Assert.Empty(Numbers(table));
    }

    [Fact]
    public void A_table_agrees_with_a_dictionary_whatever_is_done_to_it()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var table = new FdTable();
        var model = new Dictionary<long, FdInfo>();
        for (var i = 0; i < 20_000; i++)
        {
            var number = random.Next(4) == 0 ? random.Next(3000) : random.Next(60);
            switch (random.Next(5))
            {
                case 0 or 1:
                    Assert.Equal(model.Remove(number), table.Remove(number));
                    break;
                case 2 when i % 500 == 0:
                    foreach (var (key, _) in model.Where(entry => entry.Key % 3 == 0).ToList()) model.Remove(key);
                    table.RemoveWhere(3, static (fd, divisor) => fd.Number % divisor == 0, new StatePool());
                    break;
                default:
                    table.Set(number, model[number] = new FdInfo());
                    break;
            }
            Assert.Same(model.GetValueOrDefault(number), table.Find(number));
            Assert.Equal(model.Count, table.Count);
            if (i % 100 == 0) Assert.Equal(model.Keys.Order(), Numbers(table).Order());
        }
    }

    [Fact]
    public void A_table_that_serves_another_process_is_walked_like_a_new_one()
    {
        var pool = new StatePool();
        var used = Filled([.. Enumerable.Range(0, 2000)]);
        used.Reset(pool);
        Assert.Equal(0, used.Count);
        Assert.Null(used.Find(5));
        Assert.Null(used.Find(1500));
        int[] numbers = [7, 0, 300, 13, 26, 1, 2000, 4];
        foreach (var number in numbers) used.Set(number, new FdInfo());
        Assert.Equal(Numbers(Filled(numbers)), Numbers(used));
    }

    private static FdTable Filled(params int[] numbers)
    {
        var table = new FdTable();
        foreach (var number in numbers) table.Set(number, new FdInfo());
        return table;
    }

    private static List<long> Numbers(FdTable table)
    {
        var numbers = new List<long>();
        foreach (var (number, _) in table) numbers.Add(number);
        return numbers;
    }
}
