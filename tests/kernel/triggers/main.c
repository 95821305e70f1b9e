/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>
#include "trigger.h"

int directory = AT_FDCWD;

static const struct operation *const families[] = {
	open_operations, exec_operations,   network_operations,
	file_operations, server_operations, call_operations,
};

#define FAMILIES (sizeof(families) / sizeof(families[0]))

void usage(const char *wrong)
{
	fprintf(stderr, "trigger: %s\n", wrong);
	fprintf(stderr, "trigger [--comm NAME] [--uid N] [--dir FOLDER] OPERATION ARGUMENTS\n");
	for (size_t f = 0; f < FAMILIES; f++)
		for (const struct operation *o = families[f]; o->name; o++)
			fprintf(stderr, "  %-16s %s\n", o->name, o->arguments);
	exit(2);
}

long result_of(long returned)
{
	return returned < 0 ? -errno : returned;
}

static const struct operation *find(const char *name)
{
	for (size_t f = 0; f < FAMILIES; f++)
		for (const struct operation *o = families[f]; o->name; o++)
			if (!strcmp(o->name, name))
				return o;
	usage("unknown operation");
}

static void become(const char *uid)
{
	long id = atol(uid);

	if (setgroups(0, NULL) || setresgid(id, id, id) || setresuid(id, id, id))
		usage("cannot become that user");
}

/* Options are carried out in the order they are given: a folder may be opened before the user is
 * given up. */
static char **carry_out_options(char **argv)
{
	for (argv++; *argv && !strncmp(*argv, "--", 2); argv += 2) {
		if (!argv[1])
			usage("an option wants a value");
		if (!strcmp(*argv, "--comm"))
			prctl(PR_SET_NAME, argv[1]);
		else if (!strcmp(*argv, "--uid"))
			become(argv[1]);
		else if (!strcmp(*argv, "--dir")) {
			directory = open(argv[1], O_PATH | O_DIRECTORY);
			if (directory < 0)
				usage("no such folder");
		} else
			usage("unknown option");
	}
	return argv;
}

int main(int argc, char **argv)
{
	char **rest = carry_out_options(argv);
	const struct operation *operation;
	long result;

	if (!*rest)
		usage("what is to be done?");
	operation = find(*rest);
	argc -= rest - argv + 1;
	if (argc < operation->least)
		usage(operation->arguments);

	result = operation->run(argc, rest + 1);
	if (result < 0)
		dprintf(STDOUT_FILENO, "ERR %s\n", strerrorname_np(-result));
	else
		dprintf(STDOUT_FILENO, "OK %ld\n", result);
	return result < 0;
}
