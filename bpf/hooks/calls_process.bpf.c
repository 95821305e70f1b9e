/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The end of calls about processes: who they are, what they may do, what they do to each other. */
#include "call.h"
#include "call_flags.h"
#include "process.h"

#define RE_PR_SET_NAME		  15
#define RE_PR_GET_NAME		  16
#define RE_PR_GET_CHILD_SUBREAPER 37
#define RE_PTRACE_PEEK_LAST	  3
#define RE_PTRACE_DATA_NUMBER	  0
#define RE_PTRACE_DATA_SIGNAL	  1

#define CAPABILITIES(which)                                                                        \
	VALUE64(cred__capabilities(BPF_CORE_READ(task__current(), cred), (which)))

RE_WATCH(setuid, 199, ALONE, RESULT, U32(0))
RE_WATCH(setgid, 201, ALONE, RESULT, U32(0))
RE_WATCH(setreuid, 427, ALONE, RESULT, U32(0), U32(1))
RE_WATCH(setregid, 429, ALONE, RESULT, U32(0), U32(1))
RE_WATCH(setresuid, 193, ALONE, RESULT, U32(0), U32(1), U32(2))
RE_WATCH(setresgid, 195, ALONE, RESULT, U32(0), U32(1), U32(2))
RE_WATCH_BARE(setsid, 275, ALONE, RESULT)
RE_WATCH(setpgid, 295, ALONE, RESULT, PID(0), PID(1))
RE_WATCH(capset, 353, ALONE, RESULT, CAPABILITIES(RE_CAP_INHERITABLE),
	 CAPABILITIES(RE_CAP_PERMITTED), CAPABILITIES(RE_CAP_EFFECTIVE))
RE_WATCH(unshare, 285, ALONE, RESULT, VALUE32(flags__of_clone(ARGUMENT(0))))
RE_WATCH(setns, 241, ABOUT(0), RESULT, FD(0), VALUE32(flags__of_clone(ARGUMENT(1))))
RE_WATCH(kill, 129, ALONE, RESULT, PID(0), U8(1))
RE_WATCH(tkill, 131, ALONE, RESULT, PID(0), U8(1))
RE_WATCH(tgkill, 133, ALONE, RESULT, PID(0), PID(1), U8(2))
RE_WATCH(pidfd_open, 409, ALONE, RESULT, PID(0), VALUE32(RE_MOVE(ARGUMENT(1), 04000, 1)))
RE_WATCH(pidfd_getfd, 407, ABOUT(0), RESULT, FD(0), FD(1), U32(2))

/* arg2 is a text for two options and a number for the others. */
static __always_inline int prctl__is_text(__u32 option)
{
	return option == RE_PR_SET_NAME || option == RE_PR_GET_NAME;
}

static __always_inline void prctl__text(struct re_call *call)
{
	call__text(call,
		   prctl__is_text(call->scratch->arguments[0]) ? call->scratch->arguments[1] : 0);
}

static __always_inline __u64 prctl__number(const struct re_call *call)
{
	__u32 option = call->scratch->arguments[0];

	if (prctl__is_text(option))
		return 0;
	if (option == RE_PR_GET_CHILD_SUBREAPER)
		return user__u32(call->scratch->arguments[1]);
	return call->scratch->arguments[1];
}

RE_WATCH(prctl, 401, ALONE, RESULT, U32(0), prctl__text(&call), VALUE64(prctl__number(&call)))

/* A value with its kind before it. Of a call that failed nothing is told. */
static __always_inline void ptrace__address(struct re_call *call)
{
	char *at = record__room(&call->writer);

	at[0] = RE_PTRACE_DATA_NUMBER;
	*(__u64 *)(at + 1) = call->result < 0 ? 0 : call->scratch->arguments[2];
	record__length(&call->writer, 9);
}

/* Data is a signal where the other goes on, and a place for the answer where its memory is read. */
static __always_inline void ptrace__data(struct re_call *call)
{
	__u64 request = call->scratch->arguments[0], data = call->scratch->arguments[3];
	char *at = record__room(&call->writer);

	if (call->result >= 0 && (request == 7 || request == 9 || request == 17 || request == 24)) {
		at[0] = RE_PTRACE_DATA_SIGNAL;
		at[1] = data;
		record__length(&call->writer, 2);
		return;
	}
	if (request >= 1 && request <= RE_PTRACE_PEEK_LAST)
		data = user__u64(data);
	at[0] = RE_PTRACE_DATA_NUMBER;
	*(__u64 *)(at + 1) = call->result < 0 ? 0 : data;
	record__length(&call->writer, 9);
}

RE_WATCH(ptrace, 169, ALONE, RESULT, ptrace__address(&call), ptrace__data(&call),
	 VALUE16(ptrace__request(ARGUMENT(0))), PID(1))

char _license[] SEC("license") __weak = "GPL";
