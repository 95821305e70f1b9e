/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What the hooks about sockets know of both ends. Stands on emit_socket.h. */
#ifndef RE_SOCKET_H
#define RE_SOCKET_H

#include "address.h"
#include "emit_socket.h"

/* Our own end, as far as it is bound; the family of the other end decides how it is written. */
static __always_inline void socket__local(struct re_subject *subject, struct sock *sk)
{
	struct re_address *local = &subject->local;
	struct in6_addr own;

	local->port = BPF_CORE_READ(sk, __sk_common.skc_num);
	local->family = subject->address.family;
	if (BPF_CORE_READ(sk, __sk_common.skc_family) == RE_AF_INET) {
		__u32 address = BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr);

		__builtin_memcpy(local->bytes, &address, 4);
		return;
	}
	BPF_CORE_READ_INTO(&own, sk, __sk_common.skc_v6_rcv_saddr);
	if (subject->address.family == RE_AF_INET)
		__builtin_memcpy(local->bytes, own.in6_u.u6_addr8 + 12, 4);
	else
		__builtin_memcpy(local->bytes, own.in6_u.u6_addr8, 16);
}

/* What only the record needs: our end, and the descriptor, which io_uring does not tell. */
static __always_inline void socket__of_syscall(struct re_subject *subject, struct sock *sk)
{
	if (subject->address.family)
		socket__local(subject, sk);
	subject->fd = subject->io_uring ? -1 : (__s32)syscall__argument(task__current(), 0);
}

#endif
