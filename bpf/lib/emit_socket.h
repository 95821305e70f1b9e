/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Events of sockets: connecting and sending. Stands on emit.h. */
#ifndef RE_EMIT_SOCKET_H
#define RE_EMIT_SOCKET_H

#include "emit.h"

/* The subject in the slot's work area as a record of its event. */
__weak __noinline int socket__send(__u32 slot)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct re_subject *subject;
	struct re_writer writer;
	__u32 event;

	if (!scratch)
		return 0;
	subject = &scratch->subject;
	event = subject->event;
	if (event == RE_EVENT_CONNECT) {
		writer = record__begin(scratch, event, 4 + 1, (__u32)bpf_get_current_pid_tgid());
		record__result(&writer, subject);
		record__tuple(&writer, &subject->local, &subject->address);
		record__u64(&writer, subject->fd);
		record__sockaddr(&writer, &subject->address);
	} else {
		writer = record__begin(scratch, event, 5 + 1, (__u32)bpf_get_current_pid_tgid());
		record__result(&writer, subject);
		if (event != RE_EVENT_SENDMMSG)
			record__empty(&writer);
		record__u64(&writer, subject->fd);
		record__u32(&writer, subject->size);
		if (event == RE_EVENT_SENDMMSG)
			record__empty(&writer);
		record__tuple(&writer, &subject->local, &subject->address);
	}
	record__extra(&writer, scratch, slot);
	record__send(&writer);
	return 0;
}

#endif
