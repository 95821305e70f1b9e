/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The end of the system calls that open: attached to exactly those that a loaded rule asks for.
 * What is known of the file comes from the new descriptor, the name is the caller's spelling.
 */
#include "call.h"
#include "open.h"

struct re_open_call {
	__s32 directory;
	__u32 flags;
	__u32 mode;
	__u32 resolve;
	__u64 name;
};

static __always_inline struct re_open_call open__arguments(struct re_scratch *scratch, __u16 event)
{
	const __u64 *arguments = scratch->arguments;
	struct re_open_call call = {.directory = RE_AT_FDCWD};
	struct open_how how = {};

	switch (event) {
	case RE_EVENT_OPEN:
		call.name = arguments[0];
		call.flags = arguments[1];
		call.mode = arguments[2];
		break;
	case RE_EVENT_CREAT:
		call.name = arguments[0];
		call.flags = RE_O_CREAT | RE_O_TRUNC | 1;
		call.mode = arguments[1];
		break;
	case RE_EVENT_OPENAT:
		call.directory = arguments[0];
		call.name = arguments[1];
		call.flags = arguments[2];
		call.mode = arguments[3];
		break;
	case RE_EVENT_OPENAT2:
		bpf_probe_read_user(&how, sizeof(how), (const void *)arguments[2]);
		call.directory = arguments[0];
		call.name = arguments[1];
		call.flags = how.flags;
		call.mode = how.mode;
		/* The table numbers these flags as the kernel does, from 1. */
		call.resolve = how.resolve;
		break;
	default: /* open_by_handle_at: the handle is no name */
		call.directory = arguments[0];
		call.flags = arguments[2];
	}
	return call;
}

static __always_inline int open__watch(__u16 event, long result)
{
	struct re_scratch *scratch;
	struct re_subject *subject;
	struct re_open_call call;
	struct re_writer writer;
	struct file *file;
	__u32 slot;

	scratch = watch__begin(RE_HOOK_SYSCALL_EXIT, event, &slot);
	if (!scratch)
		return 0;
	call__read(slot);
	call = open__arguments(scratch, event);
	subject = &scratch->subject;
	file = watch__file(result);
	if (file)
		open__of_file(subject, file);
	else
		subject->access = access__of_flags(call.flags);
	/* The file forgets what only mattered to its opening. */
	subject->open_flags = call.flags;
	subject->mode = call.flags & RE_O_CREAT ? call.mode & 07777 : 0;
	subject->fd = call.directory;
	subject->size = call.resolve;
	subject->result = result;
	open__write(slot, call.name, 1);
	descriptor__write(slot, call.directory);
	writer = (struct re_writer){scratch, scratch->record};
	record__send(&writer);
	scratch__release(slot);
	return 0;
}

#define RE_WATCH_OPEN(name, event)                                                                 \
	SEC("fexit/__x64_sys_" #name)                                                              \
	int BPF_PROG(watch_##name, const void *unused, long result)                                \
	{                                                                                          \
		return open__watch(event, result);                                                 \
	}

RE_WATCH_OPEN(open, RE_EVENT_OPEN)
RE_WATCH_OPEN(creat, RE_EVENT_CREAT)
RE_WATCH_OPEN(openat, RE_EVENT_OPENAT)
RE_WATCH_OPEN(openat2, RE_EVENT_OPENAT2)
RE_WATCH_OPEN(open_by_handle_at, RE_EVENT_OPEN_BY_HANDLE_AT)

char _license[] SEC("license") __weak = "GPL";
