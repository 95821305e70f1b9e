/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Parameters of calls on sockets: addresses, ends, messages. Stands on call.h. */
#ifndef RE_CALL_SOCKET_H
#define RE_CALL_SOCKET_H

#include "call.h"

#define RE_IOVECS_MAX 16 /* whose lengths are added up */

/*
 * The address in the caller's memory as the next parameter, as it was given. Other families than
 * IP and unix are not told.
 */
__weak __noinline int sockaddr__write(__u32 slot, __u64 address)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct re_writer writer;
	__u16 family = 0, port = 0;
	long bytes;
	char *at;

	if (!scratch)
		return 0;
	writer = (struct re_writer){scratch, scratch->record};
	at = record__room(&writer);
	bpf_probe_read_user(&family, sizeof(family), (const void *)address);
	bpf_probe_read_user(&port, sizeof(port), (const void *)address + 2);
	at[0] = family;
	if (family == RE_AF_INET) {
		bpf_probe_read_user(at + 1, 4, (const void *)address + 4);
		*(__u16 *)(at + 5) = bpf_ntohs(port);
		record__length(&writer, 7);
	} else if (family == RE_AF_INET6) {
		bpf_probe_read_user(at + 1, 16, (const void *)address + 8);
		*(__u16 *)(at + 17) = bpf_ntohs(port);
		record__length(&writer, 19);
	} else if (family == RE_AF_UNIX) {
		bytes = bpf_probe_read_user_str(at + 1, RE_UNIX_PATH_MAX + 1,
						(const void *)address + 2);
		record__length(&writer, 1 + (bytes > 0 ? bytes & 0xff : 0));
	} else {
		record__empty(&writer);
	}
	return 0;
}

/* The other end that the caller names for a socket that has none of its own. */
static __always_inline void address__of_user(struct re_address *to, __u64 user)
{
	union {
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} copy = {};

	if (!user || bpf_probe_read_user(&copy, RE_IN_BYTES, (const void *)user))
		return;
	if (copy.in.sin_family == RE_AF_INET6)
		bpf_probe_read_user(&copy, RE_IN6_BYTES, (const void *)user);
	address__of_sockaddr(to, &copy, RE_IN6_BYTES, RE_AF_UNSPEC);
}

/*
 * Both ends of a socket as the next parameter: from sender to receiver. Empty where there is no
 * other end, neither of the socket nor named by the caller.
 */
__weak __noinline int ends__write(__u32 slot, __s32 fd, __u64 named, __u32 incoming)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct sock *sk = descriptor__sock(fd);
	struct re_address *local, *peer;
	struct re_writer writer;
	__u16 family;

	if (!scratch)
		return 0;
	writer = (struct re_writer){scratch, scratch->record};
	family = BPF_CORE_READ(sk, __sk_common.skc_family);
	if (family == RE_AF_UNIX) {
		struct sock *other = BPF_CORE_READ((struct unix_sock *)sk, peer);
		char *at = record__room(&writer);

		record__length(&writer,
			       incoming ? unix__ends(at, other, sk) : unix__ends(at, sk, other));
		return 0;
	}
	local = &scratch->subject.local;
	peer = &scratch->subject.address;
	__builtin_memset(local, 0, sizeof(*local));
	__builtin_memset(peer, 0, sizeof(*peer));
	if (family == RE_AF_INET || family == RE_AF_INET6) {
		address__of_peer(peer, sk);
		if (!peer->family)
			address__of_user(peer, named);
	}
	if (!peer->family) {
		record__empty(&writer);
		return 0;
	}
	socket__local(&scratch->subject, sk);
	if (incoming)
		record__tuple(&writer, peer, local);
	else
		record__tuple(&writer, local, peer);
	return 0;
}

/* A struct msghdr of the caller's, as its ABI lays it out, into the work area. */
__weak __noinline int message__read(__u32 slot, __u64 address)
{
	struct re_scratch *scratch = scratch__get(slot);
	int narrow = task__is_compat(task__current());
	struct re_message *message;
	__u64 vector, parts;

	if (!scratch)
		return 0;
	message = &scratch->message;
	__builtin_memset(message, 0, sizeof(*message));
	if (narrow) {
		message->name = user__u32(address);
		vector = user__u32(address + 8);
		parts = user__u32(address + 12);
		message->control = user__u32(address + 16);
		message->control_bytes = user__u32(address + 20);
		message->buffer = user__u32(vector);
		message->buffer_bytes = user__u32(vector + 4);
	} else {
		message->name = user__u64(address);
		vector = user__u64(address + 16);
		parts = user__u64(address + 24);
		message->control = user__u64(address + 32);
		message->control_bytes = user__u64(address + 40);
		message->buffer = user__u64(vector);
		message->buffer_bytes = user__u64(vector + 8);
	}
	for (int i = 0; i < RE_IOVECS_MAX; i++)
		if (i < parts)
			message->bytes += narrow ? user__u32(vector + 8 * i + 4)
						 : user__u64(vector + 16 * i + 8);
	return 0;
}

#endif
