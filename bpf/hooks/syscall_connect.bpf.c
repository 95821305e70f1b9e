/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The end of connect: both ends as the socket has them; where it has no peer (the connection
 * failed), the address that the caller gave.
 */
#include "socket.h"
#include "watch.h"

#define RE_S_IFMT   0170000
#define RE_S_IFSOCK 0140000

static __always_inline struct sock *syscall_connect__sock(long fd)
{
	struct file *file = watch__file(fd);
	struct socket *socket;

	if ((BPF_CORE_READ(file, f_inode, i_mode) & RE_S_IFMT) != RE_S_IFSOCK)
		return 0;
	socket = BPF_CORE_READ(file, private_data);
	return BPF_CORE_READ(socket, sk);
}

static __always_inline void syscall_connect__given(struct re_address *address, const void *user,
						   int length)
{
	union {
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} copy = {};

	if (length < RE_IN_BYTES ||
	    bpf_probe_read_user(&copy, length < RE_IN6_BYTES ? RE_IN_BYTES : RE_IN6_BYTES, user))
		return;
	address__of_sockaddr(address, &copy, length, RE_AF_UNSPEC);
}

/*
 * The arguments come from the task's registers: 5.10 and 6.1 describe this function's own argument
 * by a type that programs may not read.
 */
SEC("fexit/__x64_sys_connect")
int BPF_PROG(watch_connect, const void *unused, long result)
{
	struct task_struct *task = task__current();
	struct re_scratch *scratch;
	struct re_subject *subject;
	struct sock *sk;
	__u32 slot;

	scratch = watch__begin(RE_HOOK_SYSCALL_EXIT, RE_EVENT_CONNECT, &slot);
	if (!scratch)
		return 0;
	subject = &scratch->subject;
	subject->fd = (__s32)syscall__argument(task, 0);
	subject->result = result;
	sk = syscall_connect__sock(subject->fd);
	if (sk) {
		address__of_peer(&subject->address, sk);
		if (!subject->address.family)
			syscall_connect__given(&subject->address,
					       (const void *)syscall__argument(task, 1),
					       syscall__argument(task, 2));
		if (subject->address.family)
			socket__local(subject, sk);
	}
	socket__send(slot);
	scratch__release(slot);
	return 0;
}

char _license[] SEC("license") __weak = "GPL";
