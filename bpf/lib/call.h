/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The end of a system call as one line of a table: its name, its event, its parameters in the order
 * of the event table. RE_WATCH makes a program of such a line, which is attached to the function of
 * exactly that call. The arguments come from the task's registers: 5.10 and 6.1 describe some of
 * these functions by types that programs may not read. Stands on descriptor.h.
 *
 *	RE_WATCH(mkdirat, 305, ABOUT(0), RESULT, FD(0), TEXT(1), U32(2))
 *
 * ABOUT, BOTH, SOCKET and ALONE say of which descriptors, by the number of the argument, the record
 * tells what they refer to; TRAFFIC is a socket again, and the call one that can be skipped. A test
 *compares every line with the event table.
 */
#ifndef RE_CALL_H
#define RE_CALL_H

#include "descriptor.h"

#define RE_SNAP_BYTES 80 /* of a buffer, as Falco's default */

struct re_call {
	struct re_scratch *scratch;
	struct re_writer writer;
	long result;
	__u32 slot;
};

/* The arguments of the call that ends, as its ABI has them in registers, into the work area. */
__weak __noinline int call__read(__u32 slot)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct task_struct *task = task__current();
	struct pt_regs *registers = task__registers(task);

	if (!scratch)
		return 0;
	if (task__is_compat(task)) {
		scratch->arguments[0] = (__u32)BPF_CORE_READ(registers, bx);
		scratch->arguments[1] = (__u32)BPF_CORE_READ(registers, cx);
		scratch->arguments[2] = (__u32)BPF_CORE_READ(registers, dx);
		scratch->arguments[3] = (__u32)BPF_CORE_READ(registers, si);
		scratch->arguments[4] = (__u32)BPF_CORE_READ(registers, di);
		scratch->arguments[5] = (__u32)BPF_CORE_READ(registers, bp);
		return 0;
	}
	scratch->arguments[0] = BPF_CORE_READ(registers, di);
	scratch->arguments[1] = BPF_CORE_READ(registers, si);
	scratch->arguments[2] = BPF_CORE_READ(registers, dx);
	scratch->arguments[3] = BPF_CORE_READ(registers, r10);
	scratch->arguments[4] = BPF_CORE_READ(registers, r8);
	scratch->arguments[5] = BPF_CORE_READ(registers, r9);
	return 0;
}

/*
 * Whether a call that sends or receives is one that no rule can be about. Nothing is claimed yet;
 * what a guard may have left for this call is taken, lest the next one finds it.
 */
static __always_inline int call__is_skipped(void)
{
	const struct re_control *control = control__get();
	struct sock *sk;

	if (!control || !(control->skipped & RE_SKIP_UNIX_TRAFFIC))
		return 0;
	sk = descriptor__sock((__s32)syscall__argument(task__current(), 0));
	if (BPF_CORE_READ(sk, __sk_common.skc_family) != RE_AF_UNIX)
		return 0;
	watch__mark();
	return 1;
}

static __always_inline int call__begin(struct re_call *call, __u16 event, __u32 parameters,
				       long result)
{
	call->scratch = watch__begin(RE_HOOK_SYSCALL_EXIT, event, &call->slot);
	if (!call->scratch)
		return 0;
	call->result = result;
	call__read(call->slot);
	call->writer =
		record__begin(call->scratch, event, parameters, (__u32)bpf_get_current_pid_tgid());
	return 1;
}

static __always_inline void call__end(struct re_call *call)
{
	record__send(&call->writer);
	scratch__release(call->slot);
}

/* How many there are, up to 16. */
#define RE_COUNT(...)										 RE_COUNT_(__VA_ARGS__, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
#define RE_COUNT_(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, n, ...) n

/*
 * The program of a call. RE_WATCH_OF is for a function that is not called like the call,
 * RE_WATCH_BARE for a call without arguments, which kernels describe under its inner name alone.
 */
#define RE_WATCH(name, event, about, ...) RE_WATCH_OF(name, name, event, about, __VA_ARGS__)
#define RE_WATCH_OF(name, function, event, about, ...)                                             \
	SEC("fexit/__x64_sys_" #function)                                                          \
	int BPF_PROG(watch_##name, const void *unused, long result)                                \
	{                                                                                          \
		RE_CALL(event, about, __VA_ARGS__)                                                 \
	}
#define RE_WATCH_BARE(name, event, about, ...)                                                     \
	SEC("fexit/__do_sys_" #name)                                                               \
	int BPF_PROG(watch_##name, const void *unused, long result)                                \
	{                                                                                          \
		RE_CALL(event, about, __VA_ARGS__)                                                 \
	}
#define RE_CALL(event, about, ...)                                                                 \
	struct re_call call;                                                                       \
                                                                                                   \
	if (RE_SKIPS_##about)                                                                      \
		return 0;                                                                          \
	if (!call__begin(&call, event, RE_COUNT(__VA_ARGS__) + RE_PARAMETERS_OF_##about, result))  \
		return 0;                                                                          \
	__VA_ARGS__;                                                                               \
	record__facts(&call.writer, call.scratch);                                                 \
	RE_WRITE_##about;                                                                          \
	call__end(&call);                                                                          \
	return 0;

/* re_extra and the descriptors: the parameters behind those of the table. */
#define RE_PARAMETERS_OF_ALONE	    1
#define RE_PARAMETERS_OF_ABOUT(n)   2
#define RE_PARAMETERS_OF_BOTH(n, m) 3
#define RE_PARAMETERS_OF_SOCKET(n)  2
#define RE_PARAMETERS_OF_TRAFFIC(n) 2
#define RE_SKIPS_ALONE		    0
#define RE_SKIPS_ABOUT(n)	    0
#define RE_SKIPS_BOTH(n, m)	    0
#define RE_SKIPS_SOCKET(n)	    0
#define RE_SKIPS_TRAFFIC(n)	    call__is_skipped()
#define RE_WRITE_TRAFFIC(n)	    RE_WRITE_SOCKET(n)
#define RE_WRITE_ALONE		    (void)0
#define RE_WRITE_ABOUT(n)	    descriptor__write(call.slot, ARGUMENT(n))
#define RE_WRITE_BOTH(n, m)	    RE_WRITE_ABOUT(n), RE_WRITE_ABOUT(m)
#define RE_WRITE_SOCKET(n)	    descriptor__write_socket(call.slot, ARGUMENT(n))

/* Parameters. The number is the argument's; each is an expression. */
#define ARGUMENT(n)	 (call.scratch->arguments[n])
#define RESULT		 record__u64(&call.writer, call.result)
#define EMPTY		 record__empty(&call.writer)
#define VALUE8(value)	 record__u8(&call.writer, (value))
#define VALUE16(value)	 record__u16(&call.writer, (value))
#define VALUE32(value)	 record__u32(&call.writer, (value))
#define VALUE64(value)	 record__u64(&call.writer, (value))
#define U8(n)		 VALUE8(ARGUMENT(n))
#define U16(n)		 VALUE16(ARGUMENT(n))
#define U32(n)		 VALUE32(ARGUMENT(n))
#define U64(n)		 VALUE64(ARGUMENT(n))
#define FD(n)		 VALUE64((__s64)(__s32)ARGUMENT(n))
#define PID(n)		 FD(n)
#define TEXT(n)		 call__text(&call, ARGUMENT(n))
#define BYTES(n, length) call__bytes(&call, ARGUMENT(n), length)

static __always_inline void call__text(struct re_call *call, __u64 text)
{
	if (text)
		record__user_text(&call->writer, (const void *)text);
	else
		record__empty(&call->writer);
}

/* The beginning of a buffer. */
static __always_inline void call__bytes(struct re_call *call, __u64 buffer, __s64 length)
{
	__u32 bytes = length < 0 ? 0 : length > RE_SNAP_BYTES ? RE_SNAP_BYTES : length;

	asm volatile("" : "+r"(bytes));
	if (!bytes || bytes > RE_SNAP_BYTES ||
	    bpf_probe_read_user(record__room(&call->writer), bytes, (const void *)buffer))
		return record__empty(&call->writer);
	record__length(&call->writer, bytes);
}

/* A number of 32 or 64 bits in the caller's memory, 0 where it cannot be read. */
static __always_inline __u32 user__u32(__u64 address)
{
	__u32 value = 0;

	bpf_probe_read_user(&value, sizeof(value), (const void *)address);
	return value;
}

static __always_inline __u64 user__u64(__u64 address)
{
	__u64 value = 0;

	bpf_probe_read_user(&value, sizeof(value), (const void *)address);
	return value;
}

#endif
