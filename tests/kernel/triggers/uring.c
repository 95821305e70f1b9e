/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * io_uring by hand, for one request: no library, no system call named after the operation.
 * Who carries the request out differs by the way: see trigger.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/io_uring.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "trigger.h"

static void *map(int ring, size_t length, off_t what)
{
	void *memory =
		mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, what);

	if (memory == MAP_FAILED)
		usage("cannot map the ring");
	return memory;
}

static long submit(enum uring_way way, const struct io_uring_sqe *request)
{
	struct io_uring_params params = {
		.flags = way == URING_POLLED ? IORING_SETUP_SQPOLL : 0,
		.sq_thread_idle = 1000,
	};
	unsigned int wake = way == URING_POLLED ? IORING_ENTER_SQ_WAKEUP : 0;
	int ring = syscall(SYS_io_uring_setup, 1, &params);
	char *submissions, *completions;
	struct io_uring_sqe *entries;
	struct io_uring_cqe *results;
	unsigned int *tail;
	long entered;

	if (ring < 0)
		return -errno;
	submissions = map(ring, params.sq_off.array + params.sq_entries * sizeof(unsigned int),
			  IORING_OFF_SQ_RING);
	completions = map(ring, params.cq_off.cqes + params.cq_entries * sizeof(*results),
			  IORING_OFF_CQ_RING);
	entries = map(ring, params.sq_entries * sizeof(*entries), IORING_OFF_SQES);
	results = (void *)(completions + params.cq_off.cqes);

	entries[0] = *request;
	((unsigned int *)(submissions + params.sq_off.array))[0] = 0;
	tail = (void *)(submissions + params.sq_off.tail);
	__atomic_store_n(tail, 1, __ATOMIC_RELEASE);

	do
		entered = syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS | wake,
				  NULL, 0);
	while (entered < 0 && errno == EINTR);
	return entered < 0 ? -errno : results[0].res;
}

long uring_openat(enum uring_way way, int dir, const char *path, int flags, int mode)
{
	struct io_uring_sqe request = {
		.opcode = IORING_OP_OPENAT,
		.flags = way == URING_WORKER ? IOSQE_ASYNC : 0,
		.fd = dir,
		.addr = (unsigned long)path,
		.len = mode,
		.open_flags = flags,
	};

	return submit(way, &request);
}

long uring_connect(enum uring_way way, int socket, const struct sockaddr *address, socklen_t length)
{
	struct io_uring_sqe request = {
		.opcode = IORING_OP_CONNECT,
		.flags = way == URING_WORKER ? IOSQE_ASYNC : 0,
		.fd = socket,
		.addr = (unsigned long)address,
		.off = length,
	};

	return submit(way, &request);
}

long uring_sendmsg(enum uring_way way, int socket, const struct msghdr *message)
{
	struct io_uring_sqe request = {
		.opcode = IORING_OP_SENDMSG,
		.flags = way == URING_WORKER ? IOSQE_ASYNC : 0,
		.fd = socket,
		.addr = (unsigned long)message,
		.len = 1,
	};

	return submit(way, &request);
}
