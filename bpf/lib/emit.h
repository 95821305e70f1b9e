/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Events as records on the ring: version 2 headers and parameters of .scap, as the event table lays
 * them out, and behind the last known parameter one more, re_extra. Written in the work area and
 * copied whole; the ring being full costs the record and nothing else. Stands on act.h.
 *
 *   0 time  8 thread  16 bytes of all  20 event  22 parameters  26 their u16 lengths  then their
 * data
 */
#ifndef RE_EMIT_H
#define RE_EMIT_H

#include "act.h"

#define RE_HEADER_BYTES	  26
#define RE_PARAMETERS_MAX 64
#define RE_O_ACCMODE	  3
#define RE_O_CREAT	  0100
#define RE_O_EXCL	  0200
#define RE_O_TRUNC	  01000
#define RE_O_APPEND	  02000
#define RE_O_NONBLOCK	  04000
#define RE_O_DSYNC	  010000
#define RE_O_DIRECT	  040000
#define RE_O_LARGEFILE	  0100000
#define RE_O_DIRECTORY	  0200000
#define RE_O_CLOEXEC	  02000000
#define RE_O_SYNC	  04000000  /* without the O_DSYNC that comes with it */
#define RE_O_TMPFILE	  020000000 /* without O_DIRECTORY */

/* Appends parameters; their number is fixed at the beginning, their order is the table's. */
struct re_writer {
	struct re_scratch *scratch;
	char *record;
};

static __always_inline struct re_writer record__begin(struct re_scratch *scratch, __u16 event,
						      __u32 parameters, __u64 thread)
{
	const struct re_control *control = control__get();
	char *record = scratch->record;

	*(__u64 *)record = bpf_ktime_get_boot_ns() + (control ? control->boot_epoch_ns : 0);
	*(__u64 *)(record + 8) = thread;
	*(__u16 *)(record + 20) = event;
	*(__u16 *)(record + 22) = parameters;
	*(__u16 *)(record + 24) = 0;
	scratch->offset = RE_HEADER_BYTES + 2 * parameters;
	scratch->index = 0;
	return (struct re_writer){scratch, record};
}

static __always_inline __u32 record__offset(const struct re_writer *writer)
{
	return *(volatile __u32 *)&writer->scratch->offset;
}

/* Where the next parameter goes. A record that is full overwrites its end and is then not sent. */
static __always_inline char *record__room(struct re_writer *writer)
{
	__u32 offset = record__offset(writer);

	if (offset > RE_RECORD_MAX_BYTES)
		offset = RE_RECORD_MAX_BYTES;
	asm volatile("" : "+r"(offset));
	return writer->record + offset;
}

static __always_inline void record__length(struct re_writer *writer, __u32 bytes)
{
	volatile __u32 *index = &writer->scratch->index;
	__u32 at = *index & (RE_PARAMETERS_MAX - 1);

	*(__u16 *)(writer->record + RE_HEADER_BYTES + 2 * at) = bytes;
	*index = at + 1;
	*(volatile __u32 *)&writer->scratch->offset += bytes;
}

static __always_inline void record__empty(struct re_writer *writer)
{
	record__length(writer, 0);
}

static __always_inline void record__u8(struct re_writer *writer, __u8 value)
{
	*(__u8 *)record__room(writer) = value;
	record__length(writer, 1);
}

static __always_inline void record__u16(struct re_writer *writer, __u16 value)
{
	*(__u16 *)record__room(writer) = value;
	record__length(writer, 2);
}

static __always_inline void record__u32(struct re_writer *writer, __u32 value)
{
	*(__u32 *)record__room(writer) = value;
	record__length(writer, 4);
}

static __always_inline void record__u64(struct re_writer *writer, __u64 value)
{
	*(__u64 *)record__room(writer) = value;
	record__length(writer, 8);
}

/* A walked path with its NUL, or an empty parameter. */
static __always_inline void record__path(struct re_writer *writer, const char *buffer,
					 const struct re_path *path)
{
	__u32 position = path->position;
	__u32 bytes = RE_PATH_MAX_BYTES - (position & RE_PATH_END);

	if (path->walk == RE_WALK_NONE || bytes > RE_PATH_MAX_BYTES)
		return record__empty(writer);
	bpf_probe_read_kernel(record__room(writer), bytes, &buffer[position & RE_PATH_END]);
	record__length(writer, bytes);
}

/* Text of the kernel's or of the user's; what cannot be read is an empty parameter. */
static __always_inline void record__kernel_text(struct re_writer *writer, const void *text)
{
	long bytes = bpf_probe_read_kernel_str(record__room(writer), RE_PATH_MAX_BYTES, text);

	record__length(writer, bytes > 0 ? bytes & 0x1fff : 0);
}

static __always_inline void record__user_text(struct re_writer *writer, const void *text)
{
	long bytes = bpf_probe_read_user_str(record__room(writer), RE_PATH_MAX_BYTES, text);

	if (bytes <= 0)
		counter__add(RE_COUNTER_READ_FAILED);
	record__length(writer, bytes > 0 ? bytes & 0x1fff : 0);
}

static __always_inline __u32 address__bytes(const struct re_address *address)
{
	return address->family == RE_AF_INET6 ? 16 : 4;
}

static __always_inline void record__sockaddr(struct re_writer *writer,
					     const struct re_address *address)
{
	__u32 bytes = address__bytes(address);
	char *at = record__room(writer);

	if (!address->family)
		return record__empty(writer);
	at[0] = address->family;
	bpf_probe_read_kernel(at + 1, 16, address->bytes);
	*(__u16 *)(at + 1 + bytes) = address->port;
	record__length(writer, 1 + bytes + 2);
}

/* Source and destination as a SOCKTUPLE; the family is the destination's. Returns its bytes. */
static __always_inline __u32 tuple__write(char *at, const struct re_address *from,
					  const struct re_address *to)
{
	__u32 bytes = address__bytes(to);

	at[0] = to->family;
	bpf_probe_read_kernel(at + 1, 16, from->bytes);
	*(__u16 *)(at + 1 + bytes) = from->port;
	bpf_probe_read_kernel(at + 3 + bytes, 16, to->bytes);
	*(__u16 *)(at + 3 + 2 * bytes) = to->port;
	return 1 + 2 * (bytes + 2);
}

static __always_inline void record__tuple(struct re_writer *writer, const struct re_address *from,
					  const struct re_address *to)
{
	if (!to->family)
		return record__empty(writer);
	record__length(writer, tuple__write(record__room(writer), from, to));
}

/* The parameter behind the last known one, without the path of the executable. */
static __always_inline void record__facts(struct re_writer *writer, struct re_scratch *scratch)
{
	struct re_subject *subject = &scratch->subject;
	struct task_struct *task = task__current();
	struct re_extra *extra = (struct re_extra *)record__room(writer);

	extra->abi_version = RE_ABI_VERSION;
	extra->verdict = subject->verdict;
	extra->hook = subject->hook;
	extra->fd_walk = subject->path.walk;
	extra->exe_walk = subject->exe.walk;
	extra->io_uring = subject->io_uring;
	extra->access = subject->access;
	extra->error = subject->error;
	extra->clause = subject->clause;
	extra->rule = subject->rule;
	extra->generation = subject->generation;
	extra->tgid = bpf_get_current_pid_tgid() >> 32;
	extra->ppid = task__parent_tgid(task);
	extra->uid = subject->uid;
	extra->loginuid = subject->loginuid;
	__builtin_memcpy(extra->comm, subject->name, RE_COMM_BYTES);
	record__length(writer, sizeof(*extra));
}

/* The same with the path, which is walked here where the match had no use for it. */
static __always_inline void record__extra(struct re_writer *writer, struct re_scratch *scratch,
					  __u32 slot)
{
	struct re_subject *subject = &scratch->subject;
	__u32 position, bytes;

	if (subject->exe.walk == RE_WALK_NONE && subject->exe_dentry)
		subject->exe =
			path__unpack(path__walk(subject->exe_dentry, subject->exe_mount, slot, 1));
	record__facts(writer, scratch);
	if (subject->exe.walk == RE_WALK_NONE)
		return;
	position = subject->exe.position & RE_PATH_END;
	bytes = RE_PATH_MAX_BYTES - position;
	bpf_probe_read_kernel(record__room(writer), bytes, &scratch->exe[position]);
	/* Not a parameter of its own: the tail of the one before. */
	scratch->index--;
	scratch->offset -= sizeof(struct re_extra);
	record__length(writer, sizeof(struct re_extra) + bytes);
}

static __always_inline void record__send(struct re_writer *writer)
{
	__u32 bytes = record__offset(writer);

	if (bytes > RE_RECORD_MAX_BYTES) {
		counter__add(RE_COUNTER_RECORD_TOO_LONG);
		return;
	}
	*(__u32 *)(writer->record + 16) = bytes;
	if (bpf_ringbuf_output(&re_events, writer->record, bytes, 0))
		counter__add(RE_COUNTER_RING_FULL);
	else
		counter__add(RE_COUNTER_RECORDS);
}

/* Open flags as the event table has them: read and write are bits there. */
static __always_inline __u32 flags__of_open(__u32 from, int created)
{
	/* Reading is 0 there and 1 here, writing 1 and 2, both 2 and 3. */
	__u32 to = ((from & RE_O_ACCMODE) + 1) & RE_O_ACCMODE;

	/* Quotients and products of powers of two are shifts: no branches, whose number would
	 * square. */
	to |= (from / RE_O_CREAT & 1) * 4;
	to |= (from / RE_O_APPEND & 1) * 8;
	to |= (from / RE_O_DSYNC & 1) * 16;
	to |= (from / RE_O_EXCL & 1) * 32;
	to |= (from / RE_O_NONBLOCK & 1) * 64;
	to |= (from / RE_O_SYNC & 1) * 128;
	to |= (from / RE_O_TRUNC & 1) * 256;
	to |= (from / RE_O_DIRECT & 1) * 512;
	to |= (from / RE_O_DIRECTORY & 1) * 1024;
	to |= (from / RE_O_LARGEFILE & 1) * 2048;
	to |= (from / RE_O_CLOEXEC & 1) * 4096;
	to |= (from / RE_O_TMPFILE & 1) * 8192;
	to |= (created & 1) * 16384;
	return to;
}

/* Device numbers as user space packs them. */
static __always_inline __u32 device__encode(__u32 device)
{
	__u32 major = device >> 20, minor = device & 0xfffff;

	return (minor & 0xff) | major << 8 | (minor & ~0xffU) << 12;
}

/* The result parameter: of a refused operation the errno, of a watched one its own. */
static __always_inline void record__result(struct re_writer *writer,
					   const struct re_subject *subject)
{
	record__u64(writer, subject->error ? -(__s64)subject->error : subject->result);
}

#endif
