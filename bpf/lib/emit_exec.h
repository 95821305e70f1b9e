/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Events of processes: an execve that was refused, with what is known of the program to be; an
 * execve that happened and a clone, with all that is known of the process that is; an exit. Stands
 * on process.h.
 */
#ifndef RE_EMIT_EXEC_H
#define RE_EMIT_EXEC_H

#include "process.h"

#define RE_STRINGS_MAX	32   /* arguments of an execve that failed */
#define RE_STRING_BYTES 2048 /* of each */

/* tid, pid, ptid: the same three in every event of a process. */
static __always_inline void process__ids(struct re_writer *writer, struct task_struct *task)
{
	record__u64(writer, BPF_CORE_READ(task, pid));
	record__u64(writer, BPF_CORE_READ(task, tgid));
	record__u64(writer, task__parent_tgid(task));
}

/* exe and args of the program that runs: parameters 1 and 2. */
static __always_inline void process__arguments(struct re_writer *writer, struct task_struct *task)
{
	struct mm_struct *mm = BPF_CORE_READ(task, mm);
	__u64 start = BPF_CORE_READ(mm, arg_start), end = BPF_CORE_READ(mm, arg_end);
	__u32 before = record__offset(writer);

	record__user_text(writer, (const void *)start);
	record__user_bytes(writer, start + (record__offset(writer) - before), end);
}

/* The ids, cwd (unused) and the numbers up to vm_swap: parameters 3 to 12. */
static __always_inline void process__numbers(struct re_writer *writer, struct task_struct *task)
{
	struct mm_struct *mm = BPF_CORE_READ(task, mm);

	process__ids(writer, task);
	record__empty(writer);
	record__u64(writer, BPF_CORE_READ(task, signal, rlim[RE_RLIMIT_NOFILE].rlim_cur));
	record__u64(writer, BPF_CORE_READ(task, maj_flt));
	record__u64(writer, BPF_CORE_READ(task, min_flt));
	record__u32(writer, BPF_CORE_READ(mm, total_vm) << RE_PAGE_KIB_BITS);
	record__u32(
		writer,
		(mm__pages(mm, RE_MM_FILE) + mm__pages(mm, RE_MM_ANON) + mm__pages(mm, RE_MM_SHMEM))
			<< RE_PAGE_KIB_BITS);
	record__u32(writer, mm__pages(mm, RE_MM_SWAP) << RE_PAGE_KIB_BITS);
}

/* Capabilities: parameters 20 to 22 of an execve. */
static __always_inline void process__capabilities(struct re_writer *writer, const struct cred *cred)
{
	record__u64(writer, cred__capabilities(cred, RE_CAP_INHERITABLE));
	record__u64(writer, cred__capabilities(cred, RE_CAP_PERMITTED));
	record__u64(writer, cred__capabilities(cred, RE_CAP_EFFECTIVE));
}

/* A refused execve: there is no memory of a new program and there are no arguments yet. */
__weak __noinline int exec__send_refused(__u32 slot, __u64 filename, __u64 cred_address)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct task_struct *task = task__current();
	struct cred *cred = (struct cred *)cred_address;
	struct re_subject *subject;
	struct re_writer writer;
	__u32 cgroup;

	if (!scratch)
		return 0;
	subject = &scratch->subject;
	if (subject->exe.walk == RE_WALK_NONE)
		subject->exe =
			path__unpack(path__walk(subject->exe_dentry, subject->exe_mount, slot, 1));
	cgroup = cgroup__walk((__u64)task__cgroup(task), slot);
	writer = record__begin(scratch, RE_EVENT_EXECVE, 31 + 1, BPF_CORE_READ(task, pid));
	record__result(&writer, subject);
	record__kernel_text(&writer, (const void *)filename);
	record__empty(&writer); /* args */
	process__ids(&writer, task);
	for (int i = 6; i < 13; i++) /* cwd, limits and sizes of memory */
		record__empty(&writer);
	record__kernel_text(&writer, subject->name);
	record__cgroup(&writer, scratch->path, cgroup);
	record__empty(&writer); /* env */
	record__u32(&writer, task__tty(task));
	record__u64(&writer, pid__own_number(task__group_pid(task)));
	record__u32(&writer, subject->loginuid);
	record__u32(&writer, exe__flags(BPF_CORE_READ(task, mm, exe_file), cred));
	process__capabilities(&writer, cred);
	for (int i = 23; i < 26; i++) /* inode and its times */
		record__empty(&writer);
	record__u32(&writer, subject->uid);
	record__path(&writer, scratch->exe, &subject->exe);
	record__u64(&writer, pid__number(task__group_pid(task), 0));
	record__u32(&writer, BPF_CORE_READ(cred, egid.val));
	record__kernel_text(&writer, (const void *)filename);
	record__extra(&writer, scratch, slot);
	record__send(&writer);
	return 0;
}

/*
 * The strings that an array in the caller's memory points to, from one index on, as the record's
 * next parameter: no more than are counted here, each with its NUL.
 */
__weak __noinline int strings__write(__u32 slot, __u64 array, __u32 first, __u32 most)
{
	struct re_scratch *scratch = scratch__get(slot);
	int narrow = task__is_compat(task__current());
	struct re_writer writer;
	__u32 start;

	if (!scratch)
		return 0;
	writer = (struct re_writer){scratch, scratch->record};
	start = record__offset(&writer);
	for (int i = 0; i < RE_STRINGS_MAX; i++) {
		__u64 at = array + (narrow ? 4 : 8) * (__u64)(first + i), text = 0;
		long bytes;

		bpf_probe_read_user(&text, narrow ? 4 : 8, (const void *)at);
		if (i >= most || !text || record__offset(&writer) - start > RE_PATH_MAX_BYTES)
			break;
		bytes = bpf_probe_read_user_str(record__room(&writer), RE_STRING_BYTES,
						(const void *)text);
		*(volatile __u32 *)&scratch->offset += bytes > 0 ? bytes & 0x7ff : 0;
	}
	start = record__offset(&writer) - start;
	*(volatile __u32 *)&scratch->offset -= start;
	record__length(&writer, start);
	return 0;
}

/* Terminal, ids, what the executable is and what the process may do: parameters 16 to 25. */
static __always_inline void exec__facts(struct re_writer *writer, struct re_subject *subject,
					struct task_struct *task, struct file *exe)
{
	const struct cred *cred = BPF_CORE_READ(task, cred);
	struct inode *inode = BPF_CORE_READ(exe, f_inode);

	record__u32(writer, task__tty(task));
	record__u64(writer, pid__own_number(task__group_pid(task)));
	record__u32(writer, subject->loginuid);
	record__u32(writer, exe__flags(exe, cred));
	process__capabilities(writer, cred);
	record__u64(writer, BPF_CORE_READ(inode, i_ino));
	record__u64(writer, inode__changed_ns(inode));
	record__u64(writer, inode__modified_ns(inode));
}

/*
 * An execve as its caller or its program sees it return. One that happened (0): the current task is
 * the new program. One that failed: the old one, with the arguments that were meant for the new.
 */
__weak __noinline int exec__send(__u32 slot, __u64 filename, __u64 arguments, __u64 environment)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct task_struct *task = task__current();
	struct mm_struct *mm = BPF_CORE_READ(task, mm);
	struct file *exe = BPF_CORE_READ(mm, exe_file);
	struct re_subject *subject;
	struct re_writer writer;
	__u32 cgroup;

	if (!scratch)
		return 0;
	subject = &scratch->subject;
	subject->exe = path__unpack(path__walk((__u64)BPF_CORE_READ(exe, f_path.dentry),
					       (__u64)BPF_CORE_READ(exe, f_path.mnt), slot, 1));
	cgroup = cgroup__walk((__u64)task__cgroup(task), slot);
	writer = record__begin(scratch, subject->event, 31 + 1, BPF_CORE_READ(task, pid));
	record__u64(&writer, subject->result);
	if (subject->result < 0) {
		strings__write(slot, arguments, 0, 1);
		strings__write(slot, arguments, 1, RE_STRINGS_MAX);
	} else {
		process__arguments(&writer, task);
	}
	process__numbers(&writer, task);
	record__kernel_text(&writer, &task->comm);
	record__cgroup(&writer, scratch->path, cgroup);
	if (subject->result < 0)
		strings__write(slot, environment, 0, RE_STRINGS_MAX);
	else
		record__user_bytes(&writer, BPF_CORE_READ(mm, env_start),
				   BPF_CORE_READ(mm, env_end));
	exec__facts(&writer, subject, task, exe);
	record__u32(&writer, subject->uid);
	record__path(&writer, scratch->exe, &subject->exe);
	record__u64(&writer, pid__number(task__group_pid(task), 0));
	record__u32(&writer, BPF_CORE_READ(task, cred, egid.val));
	if (subject->result < 0)
		record__user_text(&writer, (const void *)filename);
	else
		record__kernel_text(&writer, (const void *)filename);
	record__facts(&writer, scratch);
	record__send(&writer);
	return 0;
}

#endif
