/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Creating a file by an open: refused here nothing is left behind, refused at file_open an empty
 * file would stay. The hook is not told the open's flags; they come from the registers where those
 * hold them. openat2 keeps them in the caller's memory and io_uring in a ring, where they could
 * change between two readings: there a creation counts as reading and writing.
 */
#include "open.h"

#define RE_S_IFMT  0170000
#define RE_S_IFREG 0100000

static __always_inline __u32 path_mknod__flags(const struct re_subject *subject,
					       struct task_struct *task)
{
	if (subject->io_uring)
		return RE_O_CREAT | 2;
	switch (subject->event) {
	case RE_EVENT_OPEN:
		return syscall__argument(task, 1);
	case RE_EVENT_OPENAT:
		return syscall__argument(task, 2);
	case RE_EVENT_CREAT:
		return RE_O_CREAT | RE_O_TRUNC | 1;
	default:
		return RE_O_CREAT | 2;
	}
}

static __always_inline int path_mknod__guard(const struct path *directory, struct dentry *dentry,
					     __u32 mode)
{
	struct re_operation operation = {RE_HOOK_PATH_MKNOD, RE_FAMILY_OPEN, RE_EVENT_OPENAT};
	struct task_struct *task = task__current();
	struct re_scratch *scratch;
	struct re_subject *subject;
	__u32 slot;

	if ((mode & RE_S_IFMT) && (mode & RE_S_IFMT) != RE_S_IFREG)
		return 0;
	scratch = act__begin(operation, &slot);
	if (!scratch)
		return 0;
	subject = &scratch->subject;
	subject->path_dentry = (__u64)dentry;
	subject->path_mount = (__u64)BPF_CORE_READ(directory, mnt);
	subject->open_flags = path_mknod__flags(subject, task);
	subject->mode = mode & 07777;
	subject->device = BPF_CORE_READ(directory, dentry, d_sb, s_dev);
	subject->created = 1;
	subject->has_access = 1;
	subject->access = access__of_flags(subject->open_flags) | RE_ACCESS_CREATE;
	if (mode & RE_S_IXUGO)
		subject->access |= RE_ACCESS_EXEC;
	if (act__judge(slot, operation.family)) {
		open__of_syscall(subject, task);
		open__send(scratch, slot);
	}
	return act__end(scratch, slot);
}

SEC("lsm/path_mknod")
int BPF_PROG(guard_create, const struct path *directory, struct dentry *dentry, umode_t mode,
	     unsigned int device, int ret)
{
	return ret ? ret : path_mknod__guard(directory, dentry, mode);
}

SEC("fmod_ret/security_path_mknod")
int BPF_PROG(fmod_create, const struct path *directory, struct dentry *dentry, umode_t mode,
	     unsigned int device, int ret)
{
	return ret ? ret : path_mknod__guard(directory, dentry, mode);
}

char _license[] SEC("license") __weak = "GPL";
