/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Sending on a socket. MSG_FASTOPEN connects a stream socket without passing socket_connect, so such
 * a send counts as a connect beside being what it is.
 */
#include "socket.h"

/* The unspecified family is taken for the socket's own by datagram and raw sockets of IPv4. */
static __always_inline void socket_sendmsg__destination(struct re_subject *subject,
							struct sock *sk, struct msghdr *message)
{
	void *name = BPF_CORE_READ(message, msg_name);
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	__u16 type = BPF_CORE_READ(sk, sk_type);
	__u32 flags = BPF_CORE_READ(message, msg_flags);

	if (type == RE_SOCK_STREAM && name && (flags & RE_MSG_FASTOPEN)) {
		subject->second_event = RE_EVENT_CONNECT;
		address__of_sockaddr(&subject->address, name, BPF_CORE_READ(message, msg_namelen),
				     RE_AF_UNSPEC);
		return;
	}
	/* A connected stream has one destination, whatever the caller names. */
	if (name && type != RE_SOCK_STREAM)
		address__of_sockaddr(&subject->address, name, BPF_CORE_READ(message, msg_namelen),
				     family == RE_AF_INET || type == RE_SOCK_RAW ? family
										 : RE_AF_UNSPEC);
	if (!subject->address.family)
		address__of_peer(&subject->address, sk);
}

static __always_inline int socket_sendmsg__guard(struct socket *socket, struct msghdr *message,
						 int size)
{
	const struct re_control *control = control__get();
	struct task_struct *task = task__current();
	struct re_subject subject = {.hook = RE_HOOK_SOCKET_SENDMSG};
	struct sock *sk = BPF_CORE_READ(socket, sk);
	struct re_scratch *scratch;
	__u32 slot;

	if (!control || !act__begin(&subject, control, task, RE_FAMILY_SEND, RE_EVENT_SENDMSG))
		return 0;
	socket_sendmsg__destination(&subject, sk, message);
	scratch = act__claim(&subject, &slot);
	if (!scratch)
		return 0;
	if (act__judge(slot)) {
		if (scratch->subject.address.family)
			socket__local(&scratch->subject, sk);
		scratch->subject.size = size;
		scratch->subject.fd =
			subject.io_uring ? -1 : (__s32)syscall__argument(task, 0);
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
