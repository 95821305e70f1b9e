using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>Steps from a process to its ancestors; always main threads, and never around a loop.</summary>
internal static class Lineage
{
    /// <summary>More ancestors than this are a loop that the table cannot show otherwise.</summary>
    private const int DepthMax = 4096;

    /// <summary>The parent process as the thread table knows it now.</summary>
    public static ThreadInfo? Parent(EventContext context, ThreadInfo thread) =>
        context.State.Threads.Find(thread.ParentTid)?.Main;

    /// <summary>The main thread of a thread; null if the table has lost it.</summary>
    public static ThreadInfo? MainOf(ThreadInfo thread) => thread.IsMain ? thread : thread.MainThread;

    /// <summary>The ancestor at a distance, 0 for the process itself.</summary>
    public static ThreadInfo? Ancestor(EventContext context, ThreadInfo thread, long distance)
    {
        var ancestor = MainOf(thread);
        for (var i = 0L; i < distance && ancestor is not null; i++)
        {
            if (i > DepthMax) return null;
            ancestor = Parent(context, ancestor);
        }

        return ancestor;
    }

    /// <summary>Walks the ancestors of a process from its parent on.</summary>
    public static Enumerator Ancestors(EventContext context, ThreadInfo thread) => new(context, MainOf(thread));

    /// <summary>Ends at the oldest known ancestor, at one that is its own parent, and where the walk would repeat.</summary>
    public struct Enumerator(EventContext context, ThreadInfo? start)
    {
        private ThreadInfo? _fast = start;
        private int _steps;

        public ThreadInfo? Current { get; private set; } = start;

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (Current is null || _steps++ > DepthMax) return false;
            if (_steps > 1 && Current.Tid == Current.ParentTid) return false;
            Current = Parent(context, Current);
            if (Current is null || Current.Tid == -1) return false;
            for (var i = 0; i < 2 && _fast is not null; i++)
            {
                _fast = Parent(context, _fast);
                if (_steps > 1 && ReferenceEquals(_fast, Current)) return false;
            }

            return true;
        }
    }
}
