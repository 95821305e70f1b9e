/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Any system call by its number, with arguments that are written so:
 *   12, -1, 0x22  a number           =TEXT     a pointer to a text
 *   &N            a pointer to N zero bytes   <PATH, >PATH  a descriptor, read or (created) written
 *   !FAMILY,TYPE  a new socket       @ADDRESS,PORT  a pointer to a socket address
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "trigger.h"

#define ARGUMENTS 6

static long open_or_exit(const char *path, int flags)
{
	int fd = open(path, flags, 0644);

	if (fd < 0)
		usage("no such file");
	return fd;
}

static long new_socket(const char *text)
{
	char *comma;
	long family = strtol(text, &comma, 0);

	return socket(family, strtol(comma + 1, NULL, 0), 0);
}

static long new_address(char *text)
{
	struct sockaddr_storage *address = malloc(sizeof(*address));
	char *comma = strchr(text, ',');

	if (!address || !comma)
		usage("not an address");
	*comma = 0;
	socket_address(text, comma + 1, address);
	return (long)address;
}

static long argument(char *text)
{
	switch (*text) {
	case '=':
		return (long)(text + 1);
	case '&':
		return (long)calloc(1, atol(text + 1));
	case '<':
		return open_or_exit(text + 1, O_RDONLY);
	case '>':
		return open_or_exit(text + 1, O_RDWR | O_CREAT);
	case '!':
		return new_socket(text + 1);
	case '@':
		return new_address(text + 1);
	default:
		return strtol(text, NULL, 0);
	}
}

static long run_call(int argc, char **argv)
{
	long values[ARGUMENTS] = {};

	for (int i = 1; i < argc && i <= ARGUMENTS; i++)
		values[i - 1] = argument(argv[i]);
	return result_of(syscall(atol(argv[0]), values[0], values[1], values[2], values[3],
				 values[4], values[5]));
}

static struct msghdr message_of(struct iovec *part)
{
	return (struct msghdr){.msg_iov = part, .msg_iovlen = 1};
}

struct talk {
	struct sockaddr_storage address;
	socklen_t length;
	int listener;
	int client;
};

/* A connection to a listener of its own at this address and port, not accepted yet. */
static struct talk talk_to_itself(char **argv)
{
	struct talk talk;
	int yes = 1;

	talk.length = socket_address(argv[0], argv[1], &talk.address);
	talk.listener = socket(talk.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	talk.client = socket(talk.address.ss_family, SOCK_STREAM, 0);
	setsockopt(talk.listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(talk.listener, (struct sockaddr *)&talk.address, talk.length) ||
	    listen(talk.listener, 5) ||
	    connect(talk.client, (struct sockaddr *)&talk.address, talk.length))
		usage("no connection");
	return talk;
}

/* A conversation with itself over a connection: each call that takes part in one, once. */
static long run_exchange(int argc, char **argv)
{
	struct talk talk = talk_to_itself(argv);
	int listener = talk.listener, client = talk.client, server, other;
	char bytes[16];
	struct iovec out = {"message", 7}, in = {bytes, sizeof(bytes)};
	struct msghdr sent = message_of(&out), taken = message_of(&in);
	struct mmsghdr many = {.msg_hdr = message_of(&in)};

	(void)argc;
	server = syscall(SYS_accept4, listener, NULL, NULL, SOCK_CLOEXEC);
	syscall(SYS_sendto, client, "to", 2, 0, NULL, 0);
	syscall(SYS_recvfrom, server, bytes, sizeof(bytes), 0, NULL, NULL);
	syscall(SYS_sendmsg, client, &sent, 0);
	syscall(SYS_recvmsg, server, &taken, 0);
	syscall(SYS_sendmsg, client, &sent, 0);
	syscall(SYS_recvmmsg, server, &many, 1, 0, NULL);
	syscall(SYS_shutdown, client, SHUT_WR);
	other = socket(talk.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	connect(other, (struct sockaddr *)&talk.address, talk.length);
	return result_of(syscall(SYS_accept, listener, NULL, NULL));
}

/* Standard input, output and error become a connection to a listener of its own; then a program. */
static long run_exec_connected(int argc, char **argv)
{
	int client = talk_to_itself(argv).client;

	(void)argc;
	for (int fd = 0; fd < 3; fd++)
		syscall(SYS_dup2, client, fd);
	return result_of(execv(argv[2], argv + 3));
}

/* A receiver of what a class file begins with. */
static long run_exchange_bytes(int argc, char **argv)
{
	static const unsigned char bytes[] = {0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 0x34};
	struct talk talk = talk_to_itself(argv);
	char taken[16];

	(void)argc;
	syscall(SYS_sendto, talk.client, bytes, sizeof(bytes), 0, NULL, 0);
	return result_of(syscall(SYS_recvfrom, accept(talk.listener, NULL, NULL), taken,
				 sizeof(taken), 0, NULL, NULL));
}

const struct operation call_operations[] = {
	{"call", "NUMBER [ARGUMENTS]", 1, run_call},
	{"exchange", "ADDRESS PORT", 2, run_exchange},
	{"exchange-class", "ADDRESS PORT", 2, run_exchange_bytes},
	{"exec-connected", "ADDRESS PORT PROGRAM NAME [ARGUMENTS]", 4, run_exec_connected},
	{},
};
