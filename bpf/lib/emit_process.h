/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Events of processes that begin and end. Stands on emit_exec.h, which has what they share. */
#ifndef RE_EMIT_PROCESS_H
#define RE_EMIT_PROCESS_H

#include "emit_exec.h"

/* Flags of a clone as the event table has them; what was shared tells what was asked for. */
#define RE_CLONE_FILES	      1
#define RE_CLONE_FS	      2
#define RE_CLONE_NEWIPC	      8
#define RE_CLONE_NEWNET	      16
#define RE_CLONE_NEWNS	      32
#define RE_CLONE_NEWPID	      64
#define RE_CLONE_NEWUTS	      128
#define RE_CLONE_SIGHAND      2048
#define RE_CLONE_THREAD	      8192
#define RE_CLONE_VM	      32768
#define RE_CLONE_NEWUSER      0x100000
#define RE_CLONE_NEWCGROUP    0x10000000
#define RE_CLONE_IN_PIDNS     0x20000000
#define RE_IF(condition, bit) ((condition) ? (bit) : 0)
#define RE_DIFFERS(field, bit)                                                                     \
	RE_IF(BPF_CORE_READ(child, nsproxy, field) != BPF_CORE_READ(parent, nsproxy, field), (bit))
#define RE_SHARES(field, bit)                                                                      \
	RE_IF(BPF_CORE_READ(child, field) == BPF_CORE_READ(parent, field), (bit))

static __always_inline __u32 clone__sharing(struct task_struct *parent, struct task_struct *child)
{
	__u32 flags =
		RE_IF(BPF_CORE_READ(child, tgid) != BPF_CORE_READ(child, pid), RE_CLONE_THREAD);

	flags |= RE_SHARES(mm, RE_CLONE_VM);
	flags |= RE_SHARES(files, RE_CLONE_FILES);
	flags |= RE_SHARES(fs, RE_CLONE_FS);
	flags |= RE_SHARES(sighand, RE_CLONE_SIGHAND);
	return flags;
}

/* A global function, so that its branches do not multiply into the record. */
__weak __noinline int clone__flags(__u64 child_address)
{
	struct task_struct *child = (struct task_struct *)child_address;
	struct task_struct *parent = task__current();
	__u32 flags = clone__sharing(parent, child);

	flags |= RE_DIFFERS(mnt_ns, RE_CLONE_NEWNS);
	flags |= RE_DIFFERS(uts_ns, RE_CLONE_NEWUTS);
	flags |= RE_DIFFERS(ipc_ns, RE_CLONE_NEWIPC);
	flags |= RE_DIFFERS(net_ns, RE_CLONE_NEWNET);
	flags |= RE_DIFFERS(cgroup_ns, RE_CLONE_NEWCGROUP);
	flags |= RE_IF(BPF_CORE_READ(child, thread_pid, level) >
			       BPF_CORE_READ(parent, thread_pid, level),
		       RE_CLONE_NEWPID);
	flags |= RE_IF(BPF_CORE_READ(child, thread_pid, level) > 0, RE_CLONE_IN_PIDNS);
	flags |= RE_IF(BPF_CORE_READ(child, cred, user_ns) != BPF_CORE_READ(parent, cred, user_ns),
		       RE_CLONE_NEWUSER);
	return flags;
}

/* A clone as the child sees it return: result 0, in the child's name. */
__weak __noinline int clone__send(__u32 slot)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct task_struct *child;
	struct re_writer writer;
	__u32 cgroup, flags;

	if (!scratch)
		return 0;
	/* Read back from memory the address is a number, which global functions take. */
	child = (struct task_struct *)scratch->subject.child;
	flags = clone__flags((__u64)child);
	cgroup = cgroup__walk((__u64)task__cgroup(child), slot);
	writer = record__begin(scratch, scratch->subject.event, 21 + 1, BPF_CORE_READ(child, pid));
	record__u64(&writer, 0);
	process__arguments(&writer, child);
	process__numbers(&writer, child);
	record__kernel_text(&writer, &child->comm);
	record__cgroup(&writer, scratch->path, cgroup);
	record__u32(&writer, flags);
	record__u32(&writer, BPF_CORE_READ(child, cred, euid.val));
	record__u32(&writer, BPF_CORE_READ(child, cred, egid.val));
	record__u64(&writer, task__own_tid(child));
	record__u64(&writer, task__own_pid(child));
	record__u64(&writer, BPF_CORE_READ(child, nsproxy, pid_ns_for_children, child_reaper,
					   start_boottime));
	record__extra(&writer, scratch, slot);
	record__send(&writer);
	return 0;
}

/* The end of a thread; the state of its wait, taken apart. */
__weak __noinline int exit__send(__u32 slot)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct task_struct *task = task__current();
	__u32 status = BPF_CORE_READ(task, exit_code);
	struct re_writer writer;

	if (!scratch)
		return 0;
	writer = record__begin(scratch, RE_EVENT_PROCEXIT, 5 + 1, BPF_CORE_READ(task, pid));
	record__u64(&writer, status);
	record__u64(&writer, status >> 8 & 0xff);
	record__u8(&writer, status & 0x7f);
	record__u8(&writer, status >> 7 & 1);
	record__empty(&writer); /* the reaper is not known yet */
	record__extra(&writer, scratch, slot);
	record__send(&writer);
	return 0;
}

#endif
