/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Changing names and attributes of files. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "trigger.h"

static long run_unlink(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_unlink, argv[0]));
}

static long run_unlinkat(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_unlinkat, directory, argv[0], 0));
}

static long run_rename(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_rename, argv[0], argv[1]));
}

static long run_renameat2(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_renameat2, directory, argv[0], directory, argv[1], 0));
}

static long run_mkdir(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_mkdir, argv[0], 0755));
}

static long run_rmdir(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_rmdir, argv[0]));
}

static long run_link(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_link, argv[0], argv[1]));
}

static long run_symlink(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_symlink, argv[0], argv[1]));
}

static long run_chmod(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_chmod, argv[1], strtol(argv[0], NULL, 8)));
}

static long run_truncate(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_truncate, argv[0], 0));
}

const struct operation file_operations[] = {
	{"unlink", "PATH", 1, run_unlink},
	{"unlinkat", "PATH", 1, run_unlinkat},
	{"rename", "OLD NEW", 2, run_rename},
	{"renameat2", "OLD NEW", 2, run_renameat2},
	{"mkdir", "PATH", 1, run_mkdir},
	{"rmdir", "PATH", 1, run_rmdir},
	{"link", "OLD NEW", 2, run_link},
	{"symlink", "TARGET NEW", 2, run_symlink},
	{"chmod", "OCTAL PATH", 2, run_chmod},
	{"truncate", "PATH", 1, run_truncate},
	{},
};
