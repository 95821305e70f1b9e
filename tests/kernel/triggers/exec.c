/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Starting programs. `mark` is what a started program does so that everybody can see that it ran.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <sched.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "trigger.h"

static char *const no_environment[] = {NULL};

static long run_exec(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_execve, argv[0], argv, no_environment));
}

static long run_execveat(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_execveat, directory, argv[0], argv, no_environment, 0));
}

/* The descriptor itself, without a path. */
static long run_exec_fd(int argc, char **argv)
{
	int program = open(argv[0], O_PATH | O_CLOEXEC);

	(void)argc;
	if (program < 0)
		usage("no such program");
	return result_of(syscall(SYS_execveat, program, "", argv, no_environment, AT_EMPTY_PATH));
}

static long run_exec_memory(int argc, char **argv)
{
	int source = open(argv[0], O_RDONLY | O_CLOEXEC);
	int memory = memfd_create("trigger", MFD_CLOEXEC);

	(void)argc;
	if (source < 0 || memory < 0)
		usage("cannot copy the program into memory");
	while (sendfile(memory, source, NULL, 1 << 20) > 0)
		;
	return result_of(syscall(SYS_execveat, memory, "", argv, no_environment, AT_EMPTY_PATH));
}

/* Another program under a name of its choice, whose end is awaited: this one stays its parent. */
static long run_spawn(int argc, char **argv)
{
	int status = 0;
	pid_t child = fork();

	(void)argc;
	if (!child) {
		execv(argv[0], argv + 1);
		_exit(127);
	}
	return waitpid(child, &status, 0) < 0 ? -errno : WEXITSTATUS(status);
}

/* The same in place of this one. */
static long run_exec_as(int argc, char **argv)
{
	(void)argc;
	return result_of(execv(argv[0], argv + 1));
}

/* In the control group and as process 1 of a pid namespace: a container, as far as rules see one.
 */
static long run_exec_in(int argc, char **argv)
{
	char path[512];
	int group, status = 0;
	pid_t child;

	(void)argc;
	snprintf(path, sizeof(path), "%s/cgroup.procs", argv[0]);
	group = open(path, O_WRONLY | O_CLOEXEC);
	if (group < 0 || write(group, "0", 1) != 1 || unshare(CLONE_NEWPID))
		usage("no container");
	child = fork();
	if (!child) {
		execv(argv[1], argv + 1);
		_exit(127);
	}
	return waitpid(child, &status, 0) < 0 ? -errno : WEXITSTATUS(status);
}

/* The same with a terminal of its own as standard input, output and error. */
static long run_exec_terminal(int argc, char **argv)
{
	int master, slave;

	(void)argc;
	if (openpty(&master, &slave, NULL, NULL, NULL) || setsid() < 0 ||
	    ioctl(slave, TIOCSCTTY, 0))
		usage("no terminal");
	for (int fd = 0; fd < 3; fd++)
		dup2(slave, fd);
	return result_of(execv(argv[0], argv + 1));
}

/* A program that is not there, with these arguments. */
static long run_fail_exec(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_execve, argv[0], argv + 1, no_environment));
}

static long run_mark(int argc, char **argv)
{
	(void)argc;
	return result_of(
		syscall(SYS_openat, AT_FDCWD, argv[0], O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
}

const struct operation exec_operations[] = {
	{"exec", "PROGRAM [ARGUMENTS]", 1, run_exec},
	{"execveat", "PROGRAM [ARGUMENTS]", 1, run_execveat},
	{"exec-fd", "PROGRAM [ARGUMENTS]", 1, run_exec_fd},
	{"exec-memory", "PROGRAM [ARGUMENTS]", 1, run_exec_memory},
	{"spawn", "PROGRAM NAME [ARGUMENTS]", 2, run_spawn},
	{"exec-as", "PROGRAM NAME [ARGUMENTS]", 2, run_exec_as},
	{"exec-in", "CONTROL-GROUP PROGRAM [ARGUMENTS]", 2, run_exec_in},
	{"exec-tty", "PROGRAM NAME [ARGUMENTS]", 2, run_exec_terminal},
	{"fail-exec", "PROGRAM ARGUMENTS", 2, run_fail_exec},
	{"mark", "FILE", 1, run_mark},
	{},
};
