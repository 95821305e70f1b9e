/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The end of calls that make, copy, close and use descriptors of any kind. */
#include "call.h"
#include "call_flags.h"

/* The number of the inode behind a pipe's first end. */
static __always_inline __u64 pipe__inode(const struct re_call *call)
{
	struct file *file;

	if (call->result < 0)
		return 0;
	file = watch__file((__s32)user__u32(call->scratch->arguments[0]));
	return BPF_CORE_READ(file, f_inode, i_ino);
}

#define PIPE_END(n) VALUE64((__s64)(__s32)user__u32(ARGUMENT(0) + 4 * (n)))

RE_WATCH(pipe, 61, ALONE, RESULT, PIPE_END(0), PIPE_END(1), VALUE64(pipe__inode(&call)))
RE_WATCH(pipe2, 393, ALONE, RESULT, PIPE_END(0), PIPE_END(1), VALUE64(pipe__inode(&call)),
	 VALUE32(flags__of_pipe(ARGUMENT(1))))
RE_WATCH(close, 5, ALONE, RESULT, FD(0))
RE_WATCH(close_range, 451, ALONE, RESULT, U32(0), U32(1), VALUE32(ARGUMENT(2) & 6))
RE_WATCH(dup, 367, ABOUT(0), RESULT, FD(0))
RE_WATCH(dup2, 363, ABOUT(0), RESULT, FD(0), FD(1))
RE_WATCH(dup3, 365, ABOUT(0), RESULT, FD(0), FD(1), VALUE32(flags__of_descriptor(ARGUMENT(2))))
RE_WATCH(fcntl, 151, ABOUT(0), RESULT, FD(0), VALUE8(fcntl__command(ARGUMENT(1))), U64(2))
RE_WATCH(eventfd, 63, ALONE, RESULT, VALUE64((__u32)ARGUMENT(0)), VALUE32(0))
RE_WATCH(eventfd2, 397, ALONE, RESULT, VALUE16(flags__of_descriptor(ARGUMENT(1))),
	 VALUE64((__u32)ARGUMENT(0)))
RE_WATCH(signalfd, 127, ALONE, RESULT, FD(0), VALUE32(0), VALUE8(0))
RE_WATCH(signalfd4, 399, ALONE, RESULT, VALUE16(flags__of_descriptor(ARGUMENT(3))), FD(0),
	 VALUE32(0))
RE_WATCH(timerfd_create, 137, ALONE, RESULT, U8(0), VALUE8(0))
RE_WATCH(inotify_init, 139, ALONE, RESULT, VALUE8(0))
RE_WATCH(inotify_init1, 395, ALONE, RESULT, VALUE16(flags__of_descriptor(ARGUMENT(0))))
RE_WATCH(epoll_create, 375, ALONE, RESULT, U32(0))
RE_WATCH(epoll_create1, 377, ALONE, RESULT, VALUE32(RE_MOVE(ARGUMENT(0), 02000000, 1)))
RE_WATCH(memfd_create, 405, ALONE, RESULT, TEXT(0), VALUE32(ARGUMENT(1) & 7))
RE_WATCH(userfaultfd, 321, ALONE, RESULT, VALUE32(flags__of_open(ARGUMENT(0), 0)))
RE_WATCH(flock, 243, ABOUT(0), RESULT, FD(0), VALUE32(ARGUMENT(1) & 15))
RE_WATCH(lseek, 87, ABOUT(0), RESULT, FD(0), U64(1), U8(2))
RE_WATCH(ioctl, 171, ABOUT(0), RESULT, FD(0), U64(1), U64(2))
RE_WATCH(getdents, 237, ABOUT(0), RESULT, FD(0))
RE_WATCH(getdents64, 239, ABOUT(0), RESULT, FD(0))
RE_WATCH(read, 7, ABOUT(0), RESULT, BYTES(1, call.result), FD(0), U32(2))
RE_WATCH(write, 9, ABOUT(0), RESULT, BYTES(1, ARGUMENT(2)), FD(0), U32(2))
RE_WATCH_OF(pread, pread64, 113, ABOUT(0), RESULT, BYTES(1, call.result), FD(0), U32(2), U64(3))
RE_WATCH_OF(pwrite, pwrite64, 115, ABOUT(0), RESULT, BYTES(1, ARGUMENT(2)), FD(0), U32(2), U64(3))
RE_WATCH(splice, 167, BOTH(0, 2), RESULT, FD(0), FD(2), U64(4), VALUE32(ARGUMENT(5) & 15))
RE_WATCH_OF(sendfile, sendfile64, 189, BOTH(0, 1), RESULT, VALUE64(user__u64(ARGUMENT(2))), FD(0),
	    FD(1), U64(3))
RE_WATCH(copy_file_range, 333, BOTH(2, 0), RESULT, FD(2), VALUE64(user__u64(ARGUMENT(3))), FD(0),
	 VALUE64(user__u64(ARGUMENT(1))), U64(4))

char _license[] SEC("license") __weak = "GPL";
