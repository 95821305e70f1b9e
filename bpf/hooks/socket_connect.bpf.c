/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Connecting a socket: refused here no packet leaves. The address is the kernel's copy. What
 * connects while it sends the first data does not come here, but to socket_sendmsg.
 */
#include "socket.h"

static __always_inline int socket_connect__guard(struct socket *socket, struct sockaddr *address,
						 int length)
{
	struct re_operation operation = {RE_HOOK_SOCKET_CONNECT, RE_FAMILY_CONNECT,
					 RE_EVENT_CONNECT};
	struct re_scratch *scratch;
	__u32 slot;

	scratch = act__begin(operation, &slot);
	if (!scratch)
		return 0;
	/* The unspecified family disconnects: no destination. */
	address__of_sockaddr(&scratch->subject.address, address, length, RE_AF_UNSPEC);
	if (act__judge(slot, operation.family)) {
		socket__of_syscall(&scratch->subject, BPF_CORE_READ(socket, sk));
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
