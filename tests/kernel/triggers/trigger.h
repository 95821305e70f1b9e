/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * A trigger performs exactly one operation by exactly the system call that its name says, and says
 * what came of it: "OK <result>" (exit status 0) or "ERR <errno name>" (exit status 1). Usage
 * errors exit with 2. Operations live in one file per family; each file offers a table that ends
 * with a nameless entry.
 */
#ifndef TRIGGER_H
#define TRIGGER_H

#include <sys/socket.h>

struct operation {
	const char *name;
	const char *arguments;
	int least;			    /* how many arguments are needed */
	long (*run)(int argc, char **argv); /* a result >= 0, or -errno */
};

extern const struct operation open_operations[];
extern const struct operation exec_operations[];
extern const struct operation network_operations[];
extern const struct operation file_operations[];
extern const struct operation server_operations[];
extern const struct operation call_operations[];

/* What --dir named, or AT_FDCWD. */
extern int directory;

/* The result of syscall(2) as a number >= 0 or -errno. */
long result_of(long returned);

/* Parses "read", "write,create,trunc" and the like into open flags; exits on an unknown word. */
int open_flags(const char *words);

/* An IPv4 or IPv6 address and port as a socket address; returns its length, exits when it is none.
 */
socklen_t socket_address(const char *address, const char *port, struct sockaddr_storage *out);

/* Who carries out a request put into an io_uring. */
enum uring_way {
	URING_WORKER, /* a worker thread of the process (IOSQE_ASYNC) */
	URING_INLINE, /* the caller, within io_uring_enter */
	URING_POLLED, /* the kernel's polling thread: no system call of the caller's at all */
};

/* One request through a ring of one entry; the result of the completion. */
long uring_openat(enum uring_way way, int dir, const char *path, int flags, int mode);
long uring_connect(enum uring_way way, int socket, const struct sockaddr *address,
		   socklen_t length);
long uring_sendmsg(enum uring_way way, int socket, const struct msghdr *message);

void usage(const char *wrong) __attribute__((noreturn));

#endif
