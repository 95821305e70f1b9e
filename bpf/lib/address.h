/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Reads addresses: those that callers give and those that sockets have. Stands on read.h. */
#ifndef RE_ADDRESS_H
#define RE_ADDRESS_H

#include "read.h"

#define RE_IN_BYTES  16 /* struct sockaddr_in */
#define RE_IN6_BYTES 24 /* struct sockaddr_in6 without its scope: what the kernel asks for */

/* IPv4 in IPv6 is IPv4; the unspecified address connects to this machine. */
static __always_inline void address__set6(struct re_address *to, const __u8 bytes[16])
{
	const __u32 *words = (const __u32 *)bytes;

	if (!words[0] && !words[1] && words[2] == bpf_htonl(0xffff)) {
		to->family = RE_AF_INET;
		__builtin_memset(to->bytes, 0, sizeof(to->bytes));
		__builtin_memcpy(to->bytes, bytes + 12, 4);
	} else {
		to->family = RE_AF_INET6;
		__builtin_memcpy(to->bytes, bytes, 16);
		if (!words[0] && !words[1] && !words[2] && !words[3])
			to->bytes[15] = 1;
	}
	if (to->family == RE_AF_INET && !to->bytes[0] && !to->bytes[1] && !to->bytes[2] &&
	    !to->bytes[3]) {
		to->bytes[0] = 127;
		to->bytes[3] = 1;
	}
}

static __always_inline void address__set4(struct re_address *to, __u32 big_endian)
{
	if (!big_endian)
		big_endian = bpf_htonl(0x7f000001);
	to->family = RE_AF_INET;
	__builtin_memset(to->bytes, 0, sizeof(to->bytes));
	__builtin_memcpy(to->bytes, &big_endian, 4);
}

/*
 * A destination given by the caller, already copied into the kernel. Nobody has looked at it yet,
 * so its length is checked here. Where family 0 stands for the socket's own (datagrams), the caller
 * says so in unspecified_as.
 */
static __always_inline void address__of_sockaddr(struct re_address *to, const void *sockaddr,
						 int length, __u16 unspecified_as)
{
	union {
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} copy = {};
	__u16 family = 0;

	if (length < RE_IN_BYTES || bpf_probe_read_kernel(&family, sizeof(family), sockaddr))
		return;
	if (family == RE_AF_UNSPEC)
		family = unspecified_as;
	if (family == RE_AF_INET) {
		if (bpf_probe_read_kernel(&copy.in, RE_IN_BYTES, sockaddr))
			return;
		address__set4(to, copy.in.sin_addr.s_addr);
		to->port = bpf_ntohs(copy.in.sin_port);
	} else if (family == RE_AF_INET6 && length >= RE_IN6_BYTES) {
		if (bpf_probe_read_kernel(&copy.in6, RE_IN6_BYTES, sockaddr))
			return;
		address__set6(to, copy.in6.sin6_addr.in6_u.u6_addr8);
		to->port = bpf_ntohs(copy.in6.sin6_port);
	}
}

/* The peer that a socket is connected to. */
static __always_inline void address__of_peer(struct re_address *to, struct sock *sk)
{
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	__u16 port = BPF_CORE_READ(sk, __sk_common.skc_dport);
	struct in6_addr peer;

	if (!port)
		return;
	if (family == RE_AF_INET) {
		address__set4(to, BPF_CORE_READ(sk, __sk_common.skc_daddr));
		to->port = bpf_ntohs(port);
	} else if (family == RE_AF_INET6) {
		BPF_CORE_READ_INTO(&peer, sk, __sk_common.skc_v6_daddr);
		address__set6(to, peer.in6_u.u6_addr8);
		to->port = bpf_ntohs(port);
	}
}

#endif
