/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Opening files: each call in its own right, with flags given as words. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "trigger.h"

#define NEW_FILE_MODE 0644

static const struct {
	const char *name;
	int flags;
} words[] = {
	{"read", O_RDONLY}, {"write", O_WRONLY},  {"rdwr", O_RDWR},	    {"create", O_CREAT},
	{"excl", O_EXCL},   {"trunc", O_TRUNC},	  {"append", O_APPEND},	    {"tmpfile", O_TMPFILE},
	{"path", O_PATH},   {"dir", O_DIRECTORY}, {"nofollow", O_NOFOLLOW},
};

int open_flags(const char *text)
{
	int flags = O_CLOEXEC;

	while (*text) {
		size_t length = strcspn(text, ",");
		size_t i;

		for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (strlen(words[i].name) == length &&
			    !strncmp(words[i].name, text, length))
				break;
		if (i == sizeof(words) / sizeof(words[0]))
			usage("unknown open flag");
		flags |= words[i].flags;
		text += length;
		text += *text == ',';
	}
	return flags;
}

static int mode_of(int flags)
{
	return flags & (O_CREAT | O_TMPFILE) ? NEW_FILE_MODE : 0;
}

static long run_open(int argc, char **argv)
{
	int flags = open_flags(argv[0]);

	(void)argc;
	return result_of(syscall(SYS_open, argv[1], flags, mode_of(flags)));
}

static long run_creat(int argc, char **argv)
{
	(void)argc;
	return result_of(syscall(SYS_creat, argv[0], NEW_FILE_MODE));
}

static long run_openat(int argc, char **argv)
{
	int flags = open_flags(argv[0]);

	(void)argc;
	return result_of(syscall(SYS_openat, directory, argv[1], flags, mode_of(flags)));
}

static long run_openat2(int argc, char **argv)
{
	struct open_how how = {.flags = open_flags(argv[0])};

	(void)argc;
	/* O_TMPFILE holds O_DIRECTORY's bit: openat2 refuses a mode that the flags do not ask for.
	 */
	if (how.flags & O_CREAT || (how.flags & O_TMPFILE) == O_TMPFILE)
		how.mode = NEW_FILE_MODE;
	return result_of(syscall(SYS_openat2, directory, argv[1], &how, sizeof(how)));
}

static long through_uring(enum uring_way way, char **argv)
{
	int flags = open_flags(argv[0]);

	return uring_openat(way, directory, argv[1], flags, mode_of(flags));
}

static long run_uring_openat(int argc, char **argv)
{
	(void)argc;
	return through_uring(URING_WORKER, argv);
}

static long run_inline_openat(int argc, char **argv)
{
	(void)argc;
	return through_uring(URING_INLINE, argv);
}

static long run_polled_openat(int argc, char **argv)
{
	(void)argc;
	return through_uring(URING_POLLED, argv);
}

const struct operation open_operations[] = {
	{"open", "FLAGS PATH", 2, run_open},
	{"creat", "PATH", 1, run_creat},
	{"openat", "FLAGS PATH", 2, run_openat},
	{"openat2", "FLAGS PATH", 2, run_openat2},
	{"uring-openat", "FLAGS PATH", 2, run_uring_openat},
	{"inline-openat", "FLAGS PATH", 2, run_inline_openat},
	{"polled-openat", "FLAGS PATH", 2, run_polled_openat},
	{},
};
