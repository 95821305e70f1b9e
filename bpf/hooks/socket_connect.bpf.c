/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Connecting a socket: refused here no packet leaves. The address is the kernel's copy. What connects
 * while it sends the first data does not come here, but to socket_sendmsg.
 */
#include "socket.h"

static __always_inline int socket_connect__guard(struct socket *socket, struct sockaddr *address,
						 int length)
{
	const struct re_control *control = control__get();
	struct task_struct *task = task__current();
	struct re_subject subject = {.hook = RE_HOOK_SOCKET_CONNECT};
	struct re_scratch *scratch;
	__u32 slot;

	if (!control || !act__begin(&subject, control, task, RE_FAMILY_CONNECT, RE_EVENT_CONNECT))
		return 0;
	/* The unspecified family disconnects: no destination. */
	address__of_sockaddr(&subject.address, address, length, RE_AF_UNSPEC);
	scratch = act__claim(&subject, &slot);
	if (!scratch)
		return 0;
	if (act__judge(slot)) {
		if (scratch->subject.address.family)
			socket__local(&scratch->subject, BPF_CORE_READ(socket, sk));
		scratch->subject.fd =
			subject.io_uring ? -1 : (__s32)syscall__argument(task, 0);
		socket__send(slot);
	}
	return act__end(scratch, slot);
}

SEC("lsm/socket_connect")
int BPF_PROG(guard_connect, struct socket *socket, struct sockaddr *address, int length, int ret)
{
	return ret ? ret : socket_connect__guard(socket, address, length);
}

SEC("fmod_ret/security_socket_connect")
int BPF_PROG(fmod_connect, struct socket *socket, struct sockaddr *address, int length, int ret)
{
	return ret ? ret : socket_connect__guard(socket, address, length);
}

char _license[] SEC("license") __weak = "GPL";
