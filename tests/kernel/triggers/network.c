/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Reaching out: connections and datagrams to an IPv4 or IPv6 address, and to unix sockets. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>
#include "trigger.h"

static char greeting[] = "hello";

socklen_t socket_address(const char *address, const char *port, struct sockaddr_storage *out)
{
	struct sockaddr_in *four = (void *)out;
	struct sockaddr_in6 *six = (void *)out;

	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET, address, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
		four->sin_port = htons(atoi(port));
		return sizeof(*four);
	}
	if (inet_pton(AF_INET6, address, &six->sin6_addr) != 1)
		usage("not an address");
	six->sin6_family = AF_INET6;
	six->sin6_port = htons(atoi(port));
	return sizeof(*six);
}

struct target {
	struct sockaddr_storage address;
	socklen_t length;
	int socket;
};

static struct target open_target(char **argv, int type)
{
	struct target target;

	target.length = socket_address(argv[0], argv[1], &target.address);
	target.socket = socket(target.address.ss_family, type | SOCK_CLOEXEC, 0);
	if (target.socket < 0)
		usage("no socket");
	return target;
}

static struct msghdr message_to(struct target *target, struct iovec *part)
{
	*part = (struct iovec){greeting, sizeof(greeting) - 1};
	return (struct msghdr){
		.msg_name = &target->address,
		.msg_namelen = target->length,
		.msg_iov = part,
		.msg_iovlen = 1,
	};
}

static long run_connect(int argc, char **argv)
{
	struct target target = open_target(argv, SOCK_STREAM);

	(void)argc;
	return result_of(syscall(SYS_connect, target.socket, &target.address, target.length));
}

/* A connection that is under way has been let through: that is what EINPROGRESS says. */
static long run_connect_nonblocking(int argc, char **argv)
{
	struct target target = open_target(argv, SOCK_STREAM | SOCK_NONBLOCK);
	long result =
		result_of(syscall(SYS_connect, target.socket, &target.address, target.length));

	(void)argc;
	return result == -EINPROGRESS ? 0 : result;
}

static long run_connect_udp(int argc, char **argv)
{
	struct target target = open_target(argv, SOCK_DGRAM);

	(void)argc;
	return result_of(syscall(SYS_connect, target.socket, &target.address, target.length));
}

static long run_connect_unix(int argc, char **argv)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)argc;
	strncpy(address.sun_path, argv[0], sizeof(address.sun_path) - 1);
	return result_of(syscall(SYS_connect, fd, &address, sizeof(address)));
}

static long connect_through_uring(enum uring_way way, char **argv)
{
	struct target target = open_target(argv, SOCK_STREAM);

	return uring_connect(way, target.socket, (struct sockaddr *)&target.address, target.length);
}

static long run_uring_connect(int argc, char **argv)
{
	(void)argc;
	return connect_through_uring(URING_WORKER, argv);
}

static long run_inline_connect(int argc, char **argv)
{
	(void)argc;
	return connect_through_uring(URING_INLINE, argv);
}

static long run_polled_connect(int argc, char **argv)
{
	(void)argc;
	return connect_through_uring(URING_POLLED, argv);
}

static long run_sendto(int argc, char **argv)
{
	struct target target = open_target(argv, SOCK_DGRAM);

	(void)argc;
	return result_of(syscall(SYS_sendto, target.socket, greeting, sizeof(greeting) - 1, 0,
				 &target.address, target.length));
}

static long run_sendmsg(int argc, char **argv)
{
	struct target target = open_target(argv, SOCK_DGRAM);
	struct iovec part;
	struct msghdr message = message_to(&target, &part);

	(void)argc;
	return result_of(syscall(SYS_sendmsg, target.socket, &message, 0));
}

static long run_sendmmsg(int argc, char **argv)
{
	struct target target = open_target(argv, SOCK_DGRAM);
	struct iovec part;
	struct mmsghdr messages[2] = {
		{.msg_hdr = message_to(&target, &part)},
		{.msg_hdr = message_to(&target, &part)},
	};

	(void)argc;
	return result_of(syscall(SYS_sendmmsg, target.socket, messages, 2, 0));
}

static long run_uring_sendmsg(int argc, char **argv)
{
	struct target target = open_target(argv, SOCK_DGRAM);
	struct iovec part;
	struct msghdr message = message_to(&target, &part);

	(void)argc;
	return uring_sendmsg(URING_WORKER, target.socket, &message);
}

/* Connects and sends in one call, past socket_connect: the way around a guard that sits only there.
 */
static long run_fastopen_sendto(int argc, char **argv)
{
	struct target target = open_target(argv, SOCK_STREAM);

	(void)argc;
	return result_of(syscall(SYS_sendto, target.socket, greeting, sizeof(greeting) - 1,
				 MSG_FASTOPEN, &target.address, target.length));
}

static long run_fastopen_sendmsg(int argc, char **argv)
{
	struct target target = open_target(argv, SOCK_STREAM);
	struct iovec part;
	struct msghdr message = message_to(&target, &part);

	(void)argc;
	return result_of(syscall(SYS_sendmsg, target.socket, &message, MSG_FASTOPEN));
}

const struct operation network_operations[] = {
	{"connect", "ADDRESS PORT", 2, run_connect},
	{"connect-nb", "ADDRESS PORT", 2, run_connect_nonblocking},
	{"connect-udp", "ADDRESS PORT", 2, run_connect_udp},
	{"connect-unix", "PATH", 1, run_connect_unix},
	{"uring-connect", "ADDRESS PORT", 2, run_uring_connect},
	{"inline-connect", "ADDRESS PORT", 2, run_inline_connect},
	{"polled-connect", "ADDRESS PORT", 2, run_polled_connect},
	{"sendto", "ADDRESS PORT", 2, run_sendto},
	{"sendmsg", "ADDRESS PORT", 2, run_sendmsg},
	{"sendmmsg", "ADDRESS PORT", 2, run_sendmmsg},
	{"uring-sendmsg", "ADDRESS PORT", 2, run_uring_sendmsg},
	{"fastopen", "ADDRESS PORT", 2, run_fastopen_sendto},
	{"fastopen-msg", "ADDRESS PORT", 2, run_fastopen_sendmsg},
	{},
};
