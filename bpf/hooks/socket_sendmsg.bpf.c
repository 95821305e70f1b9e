/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Sending on a socket. MSG_FASTOPEN connects a stream socket without passing socket_connect, so
 * such a send counts as a connect beside being what it is.
 */
#include "socket.h"

static __always_inline int socket_sendmsg__connects(struct sock *sk, struct msghdr *message)
{
	return BPF_CORE_READ(sk, sk_type) == RE_SOCK_STREAM && BPF_CORE_READ(message, msg_name) &&
	       (BPF_CORE_READ(message, msg_flags) & RE_MSG_FASTOPEN);
}

/* The unspecified family is taken for the socket's own by datagram and raw sockets of IPv4. */
static __always_inline void socket_sendmsg__destination(struct re_subject *subject, struct sock *sk,
							struct msghdr *message)
{
	void *name = BPF_CORE_READ(message, msg_name);
	int length = BPF_CORE_READ(message, msg_namelen);
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	__u16 type = BPF_CORE_READ(sk, sk_type);

	if (family != RE_AF_INET && type != RE_SOCK_RAW)
		family = RE_AF_UNSPEC;
	/* A connected stream has one destination, whatever the caller names. */
	if (name && (subject->second_event || type != RE_SOCK_STREAM))
		address__of_sockaddr(&subject->address, name, length, family);
	if (!subject->address.family)
		address__of_peer(&subject->address, sk);
}

static __always_inline int socket_sendmsg__guard(struct socket *socket, struct msghdr *message,
						 int size)
{
	struct re_operation operation = {RE_HOOK_SOCKET_SENDMSG, RE_FAMILY_SEND, RE_EVENT_SENDMSG};
	struct sock *sk = BPF_CORE_READ(socket, sk);
	struct re_scratch *scratch;
	__u32 slot;

	if (socket_sendmsg__connects(sk, message))
		operation.second_event = RE_EVENT_CONNECT;
	scratch = act__begin(operation, &slot);
	if (!scratch)
		return 0;
	socket_sendmsg__destination(&scratch->subject, sk, message);
	if (act__judge(slot, operation.family)) {
		scratch->subject.size = size;
		socket__of_syscall(&scratch->subject, sk);
		socket__send(slot);
	}
	return act__end(scratch, slot);
}

SEC("lsm/socket_sendmsg")
int BPF_PROG(guard_send, struct socket *socket, struct msghdr *message, int size, int ret)
{
	return ret ? ret : socket_sendmsg__guard(socket, message, size);
}

SEC("fmod_ret/security_socket_sendmsg")
int BPF_PROG(fmod_send, struct socket *socket, struct msghdr *message, int size, int ret)
{
	return ret ? ret : socket_sendmsg__guard(socket, message, size);
}

char _license[] SEC("license") __weak = "GPL";
