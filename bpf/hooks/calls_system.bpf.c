/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The end of calls about memory, modules, limits and the kernel's own machinery. */
#include "call.h"
#include "call_flags.h"
#include "process.h"

#define MEMORY_KIB(pages) VALUE32((pages) << RE_PAGE_KIB_BITS)
#define MEMORY_SIZE	  MEMORY_KIB(BPF_CORE_READ(task__current(), mm, total_vm))
#define MEMORY_RESIDENT                                                                            \
	MEMORY_KIB(mm__pages(BPF_CORE_READ(task__current(), mm), RE_MM_FILE) +                     \
		   mm__pages(BPF_CORE_READ(task__current(), mm), RE_MM_ANON) +                     \
		   mm__pages(BPF_CORE_READ(task__current(), mm), RE_MM_SHMEM))
#define MEMORY_SWAPPED MEMORY_KIB(mm__pages(BPF_CORE_READ(task__current(), mm), RE_MM_SWAP))

RE_WATCH(bpf, 369, ALONE, RESULT, U32(0))
RE_WATCH(init_module, 411, ALONE, RESULT, BYTES(0, ARGUMENT(1)), U64(1), TEXT(2))
RE_WATCH(finit_module, 413, ABOUT(0), RESULT, FD(0), TEXT(1), VALUE32(ARGUMENT(2) & 7))
RE_WATCH(delete_module, 425, ALONE, RESULT, TEXT(0),
	 VALUE32(RE_MOVE(ARGUMENT(1), 04000, 2) | RE_MOVE(ARGUMENT(1), 01000, 1)))
RE_WATCH(mprotect, 329, ALONE, RESULT, U64(0), U64(1), VALUE32(flags__of_protection(ARGUMENT(2))))
RE_WATCH(mmap, 161, ABOUT(4), RESULT, MEMORY_SIZE, MEMORY_RESIDENT, MEMORY_SWAPPED, U64(0), U64(1),
	 VALUE32(flags__of_protection(ARGUMENT(2))), VALUE32(flags__of_mapping(ARGUMENT(3))), FD(4),
	 U64(5))
RE_WATCH(munmap, 165, ALONE, RESULT, MEMORY_SIZE, MEMORY_RESIDENT, MEMORY_SWAPPED, U64(0), U64(1))
RE_WATCH(brk, 159, ALONE, RESULT, MEMORY_SIZE, MEMORY_RESIDENT, MEMORY_SWAPPED, U64(0))
RE_WATCH(mlock, 345, ALONE, RESULT, U64(0), U64(1))
RE_WATCH(munlock, 347, ALONE, RESULT, U64(0), U64(1))
RE_WATCH(mlock2, 371, ALONE, RESULT, U64(0), U64(1), VALUE32(ARGUMENT(2) & 1))
RE_WATCH(mlockall, 349, ALONE, RESULT, VALUE32(ARGUMENT(0) & 7))
RE_WATCH(munlockall, 351, ALONE, RESULT)
RE_WATCH(seccomp, 299, ALONE, RESULT, VALUE64((__u32)ARGUMENT(0)), VALUE64((__u32)ARGUMENT(1)))

/* The limits as the caller has them in memory; -1 where there are none. */
static __always_inline __u64 limit__at(__u64 address, __u32 offset)
{
	return address ? user__u64(address + offset) : -1ULL;
}

RE_WATCH(setrlimit, 143, ALONE, RESULT, VALUE64(limit__at(ARGUMENT(1), 0)),
	 VALUE64(limit__at(ARGUMENT(1), 8)), U8(0))
RE_WATCH(getrlimit, 141, ALONE, RESULT, VALUE64(limit__at(ARGUMENT(1), 0)),
	 VALUE64(limit__at(ARGUMENT(1), 8)), U8(0))
RE_WATCH_OF(prlimit, prlimit64, 145, ALONE, RESULT, VALUE64(limit__at(ARGUMENT(2), 0)),
	    VALUE64(limit__at(ARGUMENT(2), 8)), VALUE64(limit__at(ARGUMENT(3), 0)),
	    VALUE64(limit__at(ARGUMENT(3), 8)), PID(0), U8(1))

/* The parameters of a ring are in the caller's memory, filled in when the call returns. */
#define RING(field)                                                                                \
	VALUE32(user__u32(ARGUMENT(1) + __builtin_offsetof(struct io_uring_params, field)))
#define RING_FLAGS                                                                                 \
	VALUE32(flags__of_uring(                                                                   \
		user__u32(ARGUMENT(1) + __builtin_offsetof(struct io_uring_params, flags))))

RE_WATCH(io_uring_setup, 339, ALONE, RESULT, U32(0), RING(sq_entries), RING(cq_entries), RING_FLAGS,
	 RING(sq_thread_cpu), RING(sq_thread_idle), RING(features))

char _license[] SEC("license") __weak = "GPL";
