/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The end of the system calls that open: attached to exactly those that a loaded rule asks for. The
 * file is taken from the new descriptor; the caller's spelling is given where it is absolute or
 * where there is no file.
 */
#include "open.h"
#include "watch.h"

struct re_open_call {
	__u16 event;
	__s32 directory;
	__u32 flags;
	__u32 mode;
	__u32 resolve;
	const char *name;
};

static __always_inline int syscall_open__is_absolute(const char *name)
{
	char first = 0;

	bpf_probe_read_user(&first, 1, name);
	return first == '/';
}

static __always_inline int syscall_open__watch(const struct re_open_call *call, long result)
{
	struct re_scratch *scratch;
	struct re_subject *subject;
	struct file *file;
	__u32 slot;

	scratch = watch__begin(RE_HOOK_SYSCALL_EXIT, call->event, &slot);
	if (!scratch)
		return 0;
	subject = &scratch->subject;
	file = watch__file(result);
	if (file) {
		open__of_file(subject, file);
		subject->path = path__unpack(
			path__walk(subject->path_dentry, subject->path_mount, slot, 0));
	} else {
		subject->access = access__of_flags(call->flags);
	}
	/* The file forgets what only mattered to its opening. */
	subject->open_flags = call->flags;
	subject->mode = call->flags & RE_O_CREAT ? call->mode & 07777 : 0;
	subject->fd = call->directory;
	subject->size = call->resolve;
	subject->result = result;
	open__send(slot, !file || syscall_open__is_absolute(call->name) ? (__u64)call->name : 0);
	scratch__release(slot);
	return 0;
}

SEC("fexit/__x64_sys_open")
int BPF_PROG(watch_open, const struct pt_regs *registers, long result)
{
	struct re_open_call call = {
		.event = RE_EVENT_OPEN,
		.directory = RE_AT_FDCWD,
		.name = (const char *)BPF_CORE_READ(registers, di),
		.flags = BPF_CORE_READ(registers, si),
		.mode = BPF_CORE_READ(registers, dx),
	};

	return syscall_open__watch(&call, result);
}

SEC("fexit/__x64_sys_creat")
int BPF_PROG(watch_creat, const struct pt_regs *registers, long result)
{
	struct re_open_call call = {
		.event = RE_EVENT_CREAT,
		.directory = RE_AT_FDCWD,
		.name = (const char *)BPF_CORE_READ(registers, di),
		.flags = RE_O_CREAT | RE_O_TRUNC | 1,
		.mode = BPF_CORE_READ(registers, si),
	};

	return syscall_open__watch(&call, result);
}

SEC("fexit/__x64_sys_openat")
int BPF_PROG(watch_openat, const struct pt_regs *registers, long result)
{
	struct re_open_call call = {
		.event = RE_EVENT_OPENAT,
		.directory = BPF_CORE_READ(registers, di),
		.name = (const char *)BPF_CORE_READ(registers, si),
		.flags = BPF_CORE_READ(registers, dx),
		.mode = BPF_CORE_READ(registers, r10),
	};

	return syscall_open__watch(&call, result);
}

SEC("fexit/__x64_sys_openat2")
int BPF_PROG(watch_openat2, const struct pt_regs *registers, long result)
{
	struct open_how how = {};
	struct re_open_call call = {
		.event = RE_EVENT_OPENAT2,
		.directory = BPF_CORE_READ(registers, di),
		.name = (const char *)BPF_CORE_READ(registers, si),
	};

	bpf_probe_read_user(&how, sizeof(how), (const void *)BPF_CORE_READ(registers, dx));
	call.flags = how.flags;
	call.mode = how.mode;
	/* The table numbers these flags as the kernel does, from 1. */
	call.resolve = how.resolve;
	return syscall_open__watch(&call, result);
}

char _license[] SEC("license") __weak = "GPL";
