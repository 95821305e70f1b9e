/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What a descriptor refers to, as a parameter of its own: so user space need not have followed
 * every call that makes, copies or closes descriptors to know what a watched call is about. Stands
 * on watch.h and socket.h.
 */
#ifndef RE_DESCRIPTOR_H
#define RE_DESCRIPTOR_H

#include "socket.h"
#include "watch.h"

#define RE_S_IFMT	  0170000
#define RE_S_IFSOCK	  0140000
#define RE_S_IFDIR	  0040000
#define RE_S_IFIFO	  0010000
#define RE_AF_UNIX	  1
#define RE_AF_NETLINK	  16
#define RE_SOCK_DGRAM	  2
#define RE_TCP_LISTEN	  10
#define RE_BIND_PORT_LOCK 8 /* of sk_userlocks: bound by bind, not by the first packet */
#define RE_UNIX_PATH_MAX  108

/* Numbers of scap_fd_type. */
enum re_descriptor_type {
	RE_DESCRIPTOR_UNKNOWN = 0,
	RE_DESCRIPTOR_DIRECTORY = 2,
	RE_DESCRIPTOR_IPV4 = 3,
	RE_DESCRIPTOR_IPV6 = 4,
	RE_DESCRIPTOR_IPV4_SERVER = 5,
	RE_DESCRIPTOR_IPV6_SERVER = 6,
	RE_DESCRIPTOR_FIFO = 7,
	RE_DESCRIPTOR_UNIX = 8,
	RE_DESCRIPTOR_UNSUPPORTED = 10,
	RE_DESCRIPTOR_NETLINK = 15,
	RE_DESCRIPTOR_FILE = 16,
};

/* The socket behind a descriptor of the current task, or nothing. */
static __always_inline struct sock *descriptor__sock(long fd)
{
	struct file *file = watch__file(fd);
	struct socket *socket;

	if ((BPF_CORE_READ(file, f_inode, i_mode) & RE_S_IFMT) != RE_S_IFSOCK)
		return 0;
	socket = BPF_CORE_READ(file, private_data);
	return BPF_CORE_READ(socket, sk);
}

static __always_inline __u8 sock__protocol(struct sock *sk)
{
	__u16 type = BPF_CORE_READ(sk, sk_type);

	if (type == RE_SOCK_STREAM)
		return 2;
	if (type == RE_SOCK_RAW)
		return 5;
	if (type != RE_SOCK_DGRAM)
		return 0;
	return BPF_CORE_READ(sk, sk_protocol) == 1 ? 4 : 3;
}

/* Whether the socket waits for others: it was bound to a port and has no other end. */
static __always_inline int sock__is_server(struct sock *sk)
{
	__u8 locks = BPF_CORE_READ_BITFIELD_PROBED(sk, sk_userlocks);

	return BPF_CORE_READ(sk, __sk_common.skc_state) == RE_TCP_LISTEN ||
	       (locks & RE_BIND_PORT_LOCK);
}

/* The path that a unix socket is bound to, into a record; returns bytes with the NUL. */
static __always_inline long unix__path(char *at, struct sock *sk)
{
	struct unix_address *address = BPF_CORE_READ((struct unix_sock *)sk, addr);
	long bytes = 0;

	if (address)
		bytes = bpf_probe_read_kernel_str(
			at, RE_UNIX_PATH_MAX + 1,
			(void *)address + bpf_core_field_offset(struct unix_address, name) + 2);
	if (bytes > 0)
		return bytes & 0xff;
	*at = 0;
	return 1;
}

/* Both ends of a unix socket as a SOCKTUPLE: from us to the other, and the path of whichever has
 * one. */
static __always_inline __u32 unix__ends(char *at, struct sock *from, struct sock *to)
{
	at[0] = RE_AF_UNIX;
	*(__u64 *)(at + 1) = (__u64)from;
	*(__u64 *)(at + 9) = (__u64)to;
	return 17 + unix__path(at + 17, to ? to : from);
}

/* The ends of an IP socket behind the head; its type follows from what there is. */
static __always_inline __u32 sock__ends(struct re_subject *subject, struct re_descriptor *head,
					char *at, struct sock *sk)
{
	struct re_address *local = &subject->local, *peer = &subject->address;
	int is_six = BPF_CORE_READ(sk, __sk_common.skc_family) == RE_AF_INET6;
	__u32 bytes;

	__builtin_memset(local, 0, sizeof(*local));
	__builtin_memset(peer, 0, sizeof(*peer));
	head->type = is_six ? RE_DESCRIPTOR_IPV6 : RE_DESCRIPTOR_IPV4;
	address__of_peer(peer, sk);
	if (peer->family) {
		socket__local(subject, sk);
		if (peer->family == RE_AF_INET)
			head->type = RE_DESCRIPTOR_IPV4;
		return tuple__write(at, local, peer);
	}
	if (!sock__is_server(sk))
		return 0;
	peer->family = is_six ? RE_AF_INET6 : RE_AF_INET;
	socket__local(subject, sk);
	head->type = is_six ? RE_DESCRIPTOR_IPV6_SERVER : RE_DESCRIPTOR_IPV4_SERVER;
	bytes = address__bytes(local);
	at[0] = local->family;
	bpf_probe_read_kernel(at + 1, 16, local->bytes);
	*(__u16 *)(at + 1 + bytes) = local->port;
	return 1 + bytes + 2;
}

static __always_inline __u32 descriptor__of_socket(struct re_subject *subject,
						   struct re_descriptor *head, char *at,
						   struct file *file)
{
	struct socket *socket = BPF_CORE_READ(file, private_data);
	struct sock *sk = BPF_CORE_READ(socket, sk);
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);

	head->protocol = sock__protocol(sk);
	switch (family) {
	case RE_AF_INET:
	case RE_AF_INET6:
		return sock__ends(subject, head, at, sk);
	case RE_AF_UNIX:
		head->type = RE_DESCRIPTOR_UNIX;
		return unix__ends(at, sk, BPF_CORE_READ((struct unix_sock *)sk, peer));
	case RE_AF_NETLINK:
		head->type = RE_DESCRIPTOR_NETLINK;
		return 0;
	default:
		head->type = RE_DESCRIPTOR_UNKNOWN;
		return 0;
	}
}

/* The head of the next parameter, with what all descriptors have. */
static __always_inline struct re_descriptor *descriptor__head(struct re_writer *writer,
							      struct file *file, __s32 fd)
{
	struct re_descriptor *head = (struct re_descriptor *)record__room(writer);

	__builtin_memset(head, 0, sizeof(*head));
	head->fd = fd;
	head->open_flags = flags__of_open(BPF_CORE_READ(file, f_flags), 0);
	head->device = device__encode(BPF_CORE_READ(file, f_inode, i_sb, s_dev));
	head->inode = BPF_CORE_READ(file, f_inode, i_ino);
	return head;
}

/* A socket as the record's next parameter, which is empty where the descriptor is no socket. */
__weak __noinline int descriptor__write_socket(__u32 slot, __s32 fd)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct file *file = watch__file(fd);
	struct re_descriptor *head;
	struct re_writer writer;
	__u32 bytes;

	if (!scratch)
		return 0;
	writer = (struct re_writer){scratch, scratch->record};
	if ((BPF_CORE_READ(file, f_inode, i_mode) & RE_S_IFMT) != RE_S_IFSOCK) {
		record__empty(&writer);
		return 0;
	}
	head = descriptor__head(&writer, file, fd);
	bytes = descriptor__of_socket(&scratch->subject, head, (char *)(head + 1), file);
	record__length(&writer, sizeof(*head) + bytes);
	return 0;
}

/* Whatever is behind the descriptor, as the record's next parameter; empty where nothing is. */
__weak __noinline int descriptor__write(__u32 slot, __s32 fd)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct file *file = watch__file(fd);
	__u32 mode = BPF_CORE_READ(file, f_inode, i_mode) & RE_S_IFMT;
	struct re_subject *subject;
	struct re_descriptor *head;
	struct re_writer writer;
	__u32 position, bytes;

	if (!scratch)
		return 0;
	writer = (struct re_writer){scratch, scratch->record};
	if (!file) {
		record__empty(&writer);
		return 0;
	}
	if (mode == RE_S_IFSOCK)
		return descriptor__write_socket(slot, fd);
	subject = &scratch->subject;
	subject->path = path__unpack(path__walk((__u64)BPF_CORE_READ(file, f_path.dentry),
						(__u64)BPF_CORE_READ(file, f_path.mnt), slot, 0));
	head = descriptor__head(&writer, file, fd);
	head->walk = subject->path.walk;
	/* Anonymous inodes have no kind: their name tells. */
	head->type = mode == RE_S_IFDIR	  ? RE_DESCRIPTOR_DIRECTORY
		     : mode == RE_S_IFIFO ? RE_DESCRIPTOR_FIFO
		     : mode		  ? RE_DESCRIPTOR_FILE
					  : RE_DESCRIPTOR_UNSUPPORTED;
	position = subject->path.position & RE_PATH_END;
	bytes = RE_PATH_MAX_BYTES - position;
	bpf_probe_read_kernel((char *)(head + 1), bytes, &scratch->path[position]);
	record__length(&writer, sizeof(*head) + bytes);
	return 0;
}

#endif
