/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Events that open a file: the five layouts of the table, one sender. Stands on emit.h. */
#ifndef RE_EMIT_OPEN_H
#define RE_EMIT_OPEN_H

#include "emit.h"

/*
 * The subject in the slot's work area as a record of its event. The name is the path that the
 * kernel resolved, unless the caller of a watched call spelled an absolute one: that is given then.
 */
__weak __noinline int open__send(__u32 slot, __u64 spelled)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct re_subject *subject;
	struct re_writer writer;
	__u32 event, parameters;

	if (!scratch)
		return 0;
	subject = &scratch->subject;
	event = subject->event;
	parameters = event == RE_EVENT_OPENAT ? 7 : event == RE_EVENT_OPENAT2 ? 8 : 6;
	writer = record__begin(scratch, event, parameters + 1, (__u32)bpf_get_current_pid_tgid());
	record__result(&writer, subject);
	if (event == RE_EVENT_OPENAT || event == RE_EVENT_OPENAT2 ||
	    event == RE_EVENT_OPEN_BY_HANDLE_AT)
		record__u64(&writer, subject->fd);
	if (event == RE_EVENT_OPEN_BY_HANDLE_AT)
		record__u32(&writer, flags__of_open(subject));
	if (spelled)
		record__user_text(&writer, (const void *)spelled);
	else
		record__path(&writer, scratch->path, &subject->path);
	if (event != RE_EVENT_OPEN_BY_HANDLE_AT) {
		if (event != RE_EVENT_CREAT)
			record__u32(&writer, flags__of_open(subject));
		record__u32(&writer, subject->mode);
	}
	if (event == RE_EVENT_OPENAT2)
		record__u32(&writer, subject->size);
	record__u32(&writer, device__encode(subject->device));
	record__u64(&writer, subject->inode);
	if (event == RE_EVENT_CREAT)
		record__u16(&writer, 0);
	record__extra(&writer, scratch, slot);
	record__send(&writer);
	return 0;
}

#endif
