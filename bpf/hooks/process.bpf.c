/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Processes as they begin, become another program, and end. */
#include "call.h"
#include "emit_process.h"

/* In the new program, before its first instruction. */
SEC("tp_btf/sched_process_exec")
int BPF_PROG(watch_exec, struct task_struct *task, pid_t old_pid, struct linux_binprm *bprm)
{
	struct re_scratch *scratch;
	__u32 slot;

	scratch = watch__begin(RE_HOOK_PROCESS_EXEC, RE_EVENT_EXECVE, &slot);
	if (!scratch)
		return 0;
	exec__send(slot, (__u64)BPF_CORE_READ(bprm, filename), 0, 0);
	scratch__release(slot);
	return 0;
}

/* An execve that succeeded has its record from the new program. */
static __always_inline int exec__failed(__u16 event, __u32 first, long result)
{
	struct re_scratch *scratch;
	__u32 slot;

	if (result >= 0)
		return 0;
	scratch = watch__begin(RE_HOOK_SYSCALL_EXIT, event, &slot);
	if (!scratch)
		return 0;
	call__read(slot);
	scratch->subject.result = result;
	exec__send(slot, scratch->arguments[first], scratch->arguments[first + 1],
		   scratch->arguments[first + 2]);
	scratch__release(slot);
	return 0;
}

SEC("fexit/__x64_sys_execve")
int BPF_PROG(watch_execve, const void *unused, long result)
{
	return exec__failed(RE_EVENT_EXECVE, 0, result);
}

SEC("fexit/__x64_sys_execveat")
int BPF_PROG(watch_execveat, const void *unused, long result)
{
	return exec__failed(RE_EVENT_EXECVEAT, 1, result);
}

/* Which call makes the child: by its number, which each ABI has its own of. */
static __always_inline __u16 fork__event(struct task_struct *task)
{
	__u32 number = (__u32)BPF_CORE_READ(task__registers(task), orig_ax) & ~RE_X32_BIT;
	int is_compat = task__is_compat(task);

	if (number == (is_compat ? 2 : 57))
		return RE_EVENT_FORK;
	if (number == (is_compat ? 190 : 58))
		return RE_EVENT_VFORK;
	return number == 435 ? RE_EVENT_CLONE3 : RE_EVENT_CLONE;
}

/* In the parent, with the child not running yet: the event is the child's own, as it would see it.
 */
SEC("tp_btf/sched_process_fork")
int BPF_PROG(watch_fork, struct task_struct *parent, struct task_struct *child)
{
	struct re_scratch *scratch;
	__u32 slot;

	scratch = watch__begin(RE_HOOK_PROCESS_FORK, fork__event(task__current()), &slot);
	if (!scratch)
		return 0;
	scratch->subject.child = (__u64)child;
	clone__send(slot);
	scratch__release(slot);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(watch_exit, struct task_struct *task)
{
	struct re_scratch *scratch;
	__u32 slot;

	scratch = watch__begin(RE_HOOK_PROCESS_EXIT, RE_EVENT_PROCEXIT, &slot);
	if (!scratch)
		return 0;
	exit__send(slot);
	scratch__release(slot);
	return 0;
}

char _license[] SEC("license") __weak = "GPL";
