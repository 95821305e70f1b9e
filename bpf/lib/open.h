/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What the hooks about opening know of the file: access, flags, identity. Stands on emit_open.h. */
#ifndef RE_OPEN_H
#define RE_OPEN_H

#include "emit_open.h"

#define RE_FMODE_READ	 0x1
#define RE_FMODE_CREATED 0x100000
#define RE_S_IXUGO	 0111
#define RE_AT_FDCWD	 -100

/* Read and write as evt.is_open_read and evt.is_open_write take them: from the flags alone. */
static __always_inline __u8 access__of_flags(__u32 flags)
{
	__u8 directory = flags & RE_O_DIRECTORY ? RE_ACCESS_DIRECTORY : 0;

	switch (flags & RE_O_ACCMODE) {
	case 0:
		return directory | RE_ACCESS_READ;
	case 1:
		return directory | RE_ACCESS_WRITE;
	default:
		return directory | RE_ACCESS_READ | RE_ACCESS_WRITE;
	}
}

static __always_inline void open__of_file(struct re_subject *subject, struct file *file)
{
	subject->path_dentry = (__u64)BPF_CORE_READ(file, f_path.dentry);
	subject->path_mount = (__u64)BPF_CORE_READ(file, f_path.mnt);
	subject->open_flags = BPF_CORE_READ(file, f_flags);
	subject->inode = BPF_CORE_READ(file, f_inode, i_ino);
	subject->device = BPF_CORE_READ(file, f_inode, i_sb, s_dev);
	subject->access = access__of_flags(subject->open_flags);
	subject->has_access = 1;
	if (BPF_CORE_READ(file, f_mode) & RE_FMODE_CREATED) {
		subject->created = 1;
		subject->access |= RE_ACCESS_CREATE;
		if (BPF_CORE_READ(file, f_inode, i_mode) & RE_S_IXUGO)
			subject->access |= RE_ACCESS_EXEC;
	}
}

/* What only the registers tell, for the record: descriptor of the directory and mode. */
static __always_inline void open__of_syscall(struct re_subject *subject, struct task_struct *task)
{
	int creates = subject->open_flags & RE_O_CREAT;

	subject->fd = RE_AT_FDCWD;
	if (subject->io_uring)
		return;
	switch (subject->event) {
	case RE_EVENT_OPEN:
		subject->mode = creates ? syscall__argument(task, 2) & 07777 : 0;
		break;
	case RE_EVENT_CREAT:
		subject->mode = syscall__argument(task, 1) & 07777;
		break;
	case RE_EVENT_OPENAT:
		subject->mode = creates ? syscall__argument(task, 3) & 07777 : 0;
		subject->fd = (__s32)syscall__argument(task, 0);
		break;
	default:
		subject->fd = (__s32)syscall__argument(task, 0);
	}
}

#endif
