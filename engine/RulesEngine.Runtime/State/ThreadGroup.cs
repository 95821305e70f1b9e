namespace RulesEngine.Runtime.State;

/// <summary>The threads of a process that are in the table, the main thread first.</summary>
public sealed class ThreadGroup(long pid)
{
    public long Pid { get; private set; } = pid;

    /// <summary>Whether orphans below it become its children: an init process or a subreaper.</summary>
    public bool IsReaper { get; internal set; }

    public int AliveCount { get; internal set; }

    public ThreadInfo? First { get; private set; }

    private ThreadInfo? _last;

    /// <summary>Makes an empty group that of another process.</summary>
    internal void Reset(long pid)
    {
        Pid = pid;
        IsReaper = false;
        AliveCount = 0;
    }

    internal void Add(ThreadInfo thread)
    {
        thread.Group = this;
        AliveCount++;
        if (First is null)
        {
            First = _last = thread;
        }
        else if (thread.IsMain)
        {
            thread.NextInGroup = First;
            First.PreviousInGroup = thread;
            First = thread;
        }
        else
        {
            thread.PreviousInGroup = _last;
            _last!.NextInGroup = thread;
            _last = thread;
        }
    }

    internal void Unlink(ThreadInfo thread)
    {
        if (!ReferenceEquals(thread.Group, this)) return;
        if (thread.PreviousInGroup is { } previous) previous.NextInGroup = thread.NextInGroup;
        else if (ReferenceEquals(First, thread)) First = thread.NextInGroup;
        if (thread.NextInGroup is { } next) next.PreviousInGroup = thread.PreviousInGroup;
        else if (ReferenceEquals(_last, thread)) _last = thread.PreviousInGroup;
        thread.NextInGroup = thread.PreviousInGroup = null;
    }
}
