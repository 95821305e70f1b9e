/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Events that open a file: the five layouts of the table, one sender. Stands on emit.h. */
#ifndef RE_EMIT_OPEN_H
#define RE_EMIT_OPEN_H

#include "emit.h"

/*
 * The subject in the slot's work area as a record of its event, not sent yet; so many parameters
 * will follow it. The name is what the caller of a watched call spelled; of an operation under
 * judgement, and where the spelling cannot be read any more, the path that the kernel resolved.
 */
__weak __noinline int open__write(__u32 slot, __u64 spelled, __u32 further)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct re_subject *subject;
	struct re_writer writer;
	__u32 event, parameters;
	long bytes = 0;

	if (!scratch)
		return 0;
	subject = &scratch->subject;
	event = subject->event;
	parameters = event == RE_EVENT_OPENAT ? 7 : event == RE_EVENT_OPENAT2 ? 8 : 6;
	writer = record__begin(scratch, event, parameters + 1 + further,
			       (__u32)bpf_get_current_pid_tgid());
	record__result(&writer, subject);
	if (event == RE_EVENT_OPENAT || event == RE_EVENT_OPENAT2 ||
	    event == RE_EVENT_OPEN_BY_HANDLE_AT)
		record__u64(&writer, subject->fd);
	if (event == RE_EVENT_OPEN_BY_HANDLE_AT)
		record__u32(&writer, flags__of_open(subject->open_flags, subject->created));
	if (spelled)
		bytes = bpf_probe_read_user_str(record__room(&writer), RE_PATH_MAX_BYTES,
						(const void *)spelled);
	if (bytes > 0) {
		record__length(&writer, bytes & 0x1fff);
	} else {
		if (subject->path.walk == RE_WALK_NONE && subject->path_dentry)
			subject->path = path__unpack(
				path__walk(subject->path_dentry, subject->path_mount, slot, 0));
		record__path(&writer, scratch->path, &subject->path);
	}
	if (event != RE_EVENT_OPEN_BY_HANDLE_AT) {
		if (event != RE_EVENT_CREAT)
			record__u32(&writer, flags__of_open(subject->open_flags, subject->created));
		record__u32(&writer, subject->mode);
	}
	if (event == RE_EVENT_OPENAT2)
		record__u32(&writer, subject->size);
	record__u32(&writer, device__encode(subject->device));
	record__u64(&writer, subject->inode);
	if (event == RE_EVENT_CREAT)
		record__u16(&writer, 0);
	record__extra(&writer, scratch, slot);
	return 0;
}

static __always_inline void open__send(struct re_scratch *scratch, __u32 slot)
{
	struct re_writer writer = {scratch, scratch->record};

	open__write(slot, 0, 0);
	record__send(&writer);
}

#endif
