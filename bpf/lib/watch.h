/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The watchers' common beginning and end: they make events and never decide. Stands on emit.h. */
#ifndef RE_WATCH_H
#define RE_WATCH_H

#include "emit.h"

/* Takes the mark that a guard left on this task's operation. */
static __always_inline __u32 watch__mark(void)
{
	__u64 thread = bpf_get_current_pid_tgid();
	__u32 *mark = bpf_map_lookup_elem(&re_marks, &thread), verdict;

	if (!mark)
		return RE_VERDICT_NONE;
	verdict = *mark;
	bpf_map_delete_elem(&re_marks, &thread);
	return verdict;
}

/*
 * A work area with a subject that knows who acts, or nothing for tasks that are not watched: kernel
 * threads, the engine. A refused operation has its record from the guard. The executable's path is
 * not asked for: state knows it since the exec.
 */
static __always_inline struct re_scratch *watch__begin(__u8 hook, __u16 event, __u32 *slot)
{
	const struct re_control *control = control__get();
	struct task_struct *task = task__current();
	__u32 mark;
	struct re_scratch *scratch;
	struct re_subject *subject;

	if (!control || task__is_engine(task, control) ||
	    (BPF_CORE_READ(task, flags) & RE_PF_KTHREAD))
		return 0;
	mark = watch__mark();
	if (mark == RE_VERDICT_DENIED || mark == RE_VERDICT_KILLED || !scratch__claim(slot))
		return 0;
	scratch = scratch__get(*slot);
	if (!scratch) {
		scratch__release(*slot);
		return 0;
	}
	subject = &scratch->subject;
	__builtin_memset(subject, 0, sizeof(*subject));
	subject->hook = hook;
	subject->event = event;
	subject->verdict = mark ? RE_VERDICT_RECORDED : RE_VERDICT_NONE;
	subject->uid = BPF_CORE_READ(task, cred, euid.val);
	subject->loginuid = BPF_CORE_READ(task, loginuid.val);
	bpf_get_current_comm(subject->name, sizeof(subject->name));
	return scratch;
}

/* The file behind a descriptor of the current task. */
static __always_inline struct file *watch__file(long fd)
{
	struct task_struct *task = task__current();
	struct file **files = BPF_CORE_READ(task, files, fdt, fd);
	struct file *file = 0;

	if (fd >= 0 && fd < BPF_CORE_READ(task, files, fdt, max_fds))
		bpf_probe_read_kernel(&file, sizeof(file), files + fd);
	return file;
}

#endif
