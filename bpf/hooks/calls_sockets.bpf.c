/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The end of calls on sockets. Of calls with many messages the first one is told. */
#include "call_flags.h"
#include "call_socket.h"

#define RE_EINPROGRESS 115

#define SOCKADDR(n)	   sockaddr__write(call.slot, ARGUMENT(n))
#define SENT_TO(fd, named) ends__write(call.slot, ARGUMENT(fd), named, 0)
#define CAME_FROM(fd, named)                                                                       \
	(call.result < 0 ? record__empty(&call.writer)                                             \
			 : (void)ends__write(call.slot, ARGUMENT(fd), named, 1))
#define MESSAGE (&call.scratch->message)
#define MESSAGE_BYTES(length)                                                                      \
	call__bytes(&call, MESSAGE->buffer,                                                        \
		    (__s64)(length) < (__s64)MESSAGE->buffer_bytes ? (__s64)(length)               \
								   : (__s64)MESSAGE->buffer_bytes)
/* Reads the message before the first parameter is written. */
#define OF_MESSAGE(n) (message__read(call.slot, ARGUMENT(n)), RESULT)
/* The result of the first of many messages. */
#define OF_MESSAGES(n)                                                                             \
	(message__read(call.slot, ARGUMENT(n)),                                                    \
	 VALUE64(call.result > 0 ? (__s64)user__u32(ARGUMENT(n) + 56) : call.result))

RE_WATCH(socket, 19, ALONE, RESULT, U32(0), U32(1), U32(2),
	 VALUE32(flags__of_descriptor(ARGUMENT(1))))

static __always_inline __u64 socketpair__sock(const struct re_call *call, int end)
{
	if (call->result < 0)
		return 0;
	return (__u64)descriptor__sock((__s32)user__u32(call->scratch->arguments[3] + 4 * end));
}

#define PAIR_END(n) VALUE64((__s64)(__s32)user__u32(ARGUMENT(3) + 4 * (n)))

RE_WATCH(socketpair, 43, ALONE, RESULT, PAIR_END(0), PAIR_END(1),
	 VALUE64(socketpair__sock(&call, 0)), VALUE64(socketpair__sock(&call, 1)), U32(0), U32(1),
	 U32(2))
RE_WATCH(bind, 21, SOCKET(0), RESULT, SOCKADDR(1), FD(0))
RE_WATCH(listen, 25, SOCKET(0), RESULT, FD(0), U32(1))
RE_WATCH(shutdown, 37, SOCKET(0), RESULT, FD(0), U8(1))

/* A connection that failed has no ends; one that is under way has. */
static __always_inline void connect__ends(struct re_call *call)
{
	if (call->result < 0 && call->result != -RE_EINPROGRESS)
		record__empty(&call->writer);
	else
		ends__write(call->slot, call->scratch->arguments[0], call->scratch->arguments[1],
			    0);
}

RE_WATCH(connect, 23, SOCKET(0), RESULT, connect__ends(&call), FD(0), SOCKADDR(1))

/* The new descriptor's ends, from the other to us. */
static __always_inline void accept__ends(struct re_call *call)
{
	if (call->result < 0)
		record__empty(&call->writer);
	else
		ends__write(call->slot, call->result, 0, 1);
}

/* How full the queue of the listening socket is. */
static __always_inline __u32 queue__length(const struct re_call *call)
{
	struct sock *sk = descriptor__sock((__s32)call->scratch->arguments[0]);

	return BPF_CORE_READ(sk, sk_ack_backlog);
}

static __always_inline __u32 queue__limit(const struct re_call *call)
{
	struct sock *sk = descriptor__sock((__s32)call->scratch->arguments[0]);

	return BPF_CORE_READ(sk, sk_max_ack_backlog);
}

static __always_inline __u8 queue__percent(const struct re_call *call)
{
	__u32 limit = queue__limit(call);

	return limit ? (__u64)queue__length(call) * 100 / limit : 0;
}

RE_WATCH(accept, 247, ALONE, RESULT, accept__ends(&call), VALUE8(queue__percent(&call)),
	 VALUE32(queue__length(&call)), VALUE32(queue__limit(&call)))
RE_WATCH(accept4, 389, ALONE, RESULT, accept__ends(&call), VALUE8(queue__percent(&call)),
	 VALUE32(queue__length(&call)), VALUE32(queue__limit(&call)),
	 VALUE32(flags__of_descriptor(ARGUMENT(3))))
RE_WATCH(sendto, 31, TRAFFIC(0), RESULT, BYTES(1, ARGUMENT(2)), FD(0), U32(2),
	 SENT_TO(0, ARGUMENT(4)))
RE_WATCH(sendmsg, 49, TRAFFIC(0), OF_MESSAGE(1), MESSAGE_BYTES(MESSAGE->bytes), FD(0),
	 VALUE32(MESSAGE->bytes), SENT_TO(0, MESSAGE->name))
RE_WATCH(sendmmsg, 51, TRAFFIC(0), OF_MESSAGES(1), FD(0), VALUE32(MESSAGE->bytes),
	 MESSAGE_BYTES(MESSAGE->bytes), SENT_TO(0, MESSAGE->name))
RE_WATCH(recvfrom, 35, TRAFFIC(0), RESULT, BYTES(1, call.result), CAME_FROM(0, ARGUMENT(4)), FD(0),
	 U32(2))
RE_WATCH(recvmsg, 53, TRAFFIC(0), OF_MESSAGE(1), VALUE32(call.result < 0 ? 0 : call.result),
	 MESSAGE_BYTES(call.result), CAME_FROM(0, MESSAGE->name),
	 call__bytes(&call, MESSAGE->control, MESSAGE->control_bytes), FD(0))
RE_WATCH(recvmmsg, 55, TRAFFIC(0), OF_MESSAGES(1), FD(0),
	 VALUE32(call.result > 0 ? user__u32(ARGUMENT(1) + 56) : 0),
	 MESSAGE_BYTES(call.result > 0 ? user__u32(ARGUMENT(1) + 56) : 0),
	 CAME_FROM(0, MESSAGE->name), call__bytes(&call, MESSAGE->control, MESSAGE->control_bytes))

char _license[] SEC("license") __weak = "GPL";
