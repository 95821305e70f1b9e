/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The other end: writes a line to a file for each connection or datagram that arrives. On SIGTERM
 * it takes what the kernel still holds for it before it ends, so that an empty file proves that
 * nothing arrived.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "trigger.h"

static volatile sig_atomic_t stopping;

static void stop(int signal)
{
	(void)signal;
	stopping = 1;
}

static int listen_on(const char *type, const char *port)
{
	int stream = !strcmp(type, "tcp");
	struct sockaddr_storage address;
	socklen_t length = socket_address("::", port, &address);
	int fd = socket(AF_INET6,
			(stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int yes = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, (struct sockaddr *)&address, length) || (stream && listen(fd, 64)))
		usage("cannot listen there");
	return fd;
}

/* Takes one arrival; false when there is none. */
static int take(int fd, int stream, int log)
{
	char bytes[2048];
	ssize_t length = 0;

	if (stream) {
		int connection = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (connection < 0)
			return 0;
		length = read(connection, bytes, sizeof(bytes));
		close(connection);
	} else {
		length = recv(fd, bytes, sizeof(bytes), 0);
		if (length < 0)
			return 0;
	}
	dprintf(log, "%s %zd\n", stream ? "connection" : "datagram", length < 0 ? 0 : length);
	return 1;
}

static long run_server(int argc, char **argv)
{
	int stream = !strcmp(argv[0], "tcp");
	int fd = listen_on(argv[0], argv[1]);
	int log = open(argv[2], O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
	struct pollfd waiting = {.fd = fd, .events = POLLIN};
	struct sigaction action = {.sa_handler = stop};
	sigset_t blocked, open_mask;

	(void)argc;
	/* The signal is let in only while waiting: it cannot slip in between the test and the wait.
	 */
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, &open_mask);
	sigaction(SIGTERM, &action, NULL);
	dprintf(STDOUT_FILENO, "READY\n");
	while (!stopping) {
		ppoll(&waiting, 1, NULL, &open_mask);
		while (take(fd, stream, log))
			;
	}
	return 0;
}

const struct operation server_operations[] = {
	{"server", "tcp|udp PORT LOG-FILE", 3, run_server},
	{},
};
