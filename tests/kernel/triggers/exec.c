/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Starting programs. `mark` is what a started program does so that everybody can see that it ran.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
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
	{"mark", "FILE", 1, run_mark},
	{},
};
