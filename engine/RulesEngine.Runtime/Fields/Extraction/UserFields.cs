using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>The user and group a thread runs as, and who logged in.</summary>
internal static class UserFields
{
    public static void Register(Dictionary<string, Extraction> table)
    {
        table["user.uid"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.Uid);
        table["user.name"] = (_, context, ref value) => context.Thread is { } thread
            && value.Take(Find(context, thread, thread.Uid)?.Name ?? (thread.Uid == 0 ? "root"u8 : "<NA>"u8));
        table["user.homedir"] = (_, context, ref value) => context.Thread is { } thread
            && value.Take(Find(context, thread, thread.Uid)?.Home ?? (thread.Uid == 0 ? "/root"u8 : "<NA>"u8));
        table["user.shell"] = (_, context, ref value) => context.Thread is { } thread
            && value.Take(Find(context, thread, thread.Uid) is { } user ? user.Shell : "<NA>"u8);
        table["user.loginuid"] = (_, context, ref value) => context.Thread is { } thread
            && value.Take(thread.LoginUid == ThreadInfo.NoId ? -1 : thread.LoginUid);
        table["user.loginname"] = (_, context, ref value) => context.Thread is { } thread
            && value.Take(Find(context, thread, thread.LoginUid)?.Name ?? (thread.LoginUid == 0 ? "root"u8 : "<NA>"u8));
        table["group.gid"] = (_, context, ref value) => context.Thread is { } thread && value.Take(thread.Gid);
        table["group.name"] = (_, context, ref value) => context.Thread is { } thread
            && value.Take(context.State.Users.FindGroup(thread.ContainerId, thread.Gid) is { } group
                ? group.Name
                : thread.Gid == 0 ? "root"u8 : "<NA>"u8);
    }

    private static UserInfo? Find(EventContext context, ThreadInfo thread, uint uid) =>
        context.State.Users.FindUser(thread.ContainerId, uid);
}
