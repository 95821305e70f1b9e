/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Processes as they begin, become another program, and end. */
#include "emit_process.h"
#include "watch.h"

/* In the new program, before its first instruction. */
SEC("tp_btf/sched_process_exec")
int BPF_PROG(watch_exec, struct task_struct *task, pid_t old_pid, struct linux_binprm *bprm)
{
	struct re_scratch *scratch;
	__u32 slot;

	scratch = watch__begin(RE_HOOK_PROCESS_EXEC, RE_EVENT_EXECVE, &slot);
	if (!scratch)
		return 0;
	exec__send(slot, (__u64)BPF_CORE_READ(bprm, filename));
	scratch__release(slot);
	return 0;
}

/* In the parent, with the child not running yet: the event is the child's own, as it would see it.
 */
SEC("tp_btf/sched_process_fork")
int BPF_PROG(watch_fork, struct task_struct *parent, struct task_struct *child)
{
	struct re_scratch *scratch;
	__u32 slot;

	scratch = watch__begin(RE_HOOK_PROCESS_FORK, RE_EVENT_CLONE, &slot);
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
