/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The binary contract between the BPF programs and the engine: map keys and values, limits,
 * numbers. Ordered so that nothing pads by itself; every size is asserted. The C# mirrors are in
 * bpf/RulesEngine.Bpf/Abi and are compared with this file through the object's BTF.
 *
 * How a verdict comes about: a hook fills a subject (event type, dimension values), looks up each
 * dimension that is in use and ANDs the clause vectors it finds. The bits left standing are clauses
 * of rules that hold; the masks say what their rules want.
 */
#ifndef RE_ABI_H
#define RE_ABI_H

#define RE_ABI_VERSION 1

/* Clauses of one generation; a rule set that needs more is refused at load. */
#define RE_CLAUSES_MAX	1024
#define RE_VECTOR_WORDS (RE_CLAUSES_MAX / 64)
/* LPM tries take at most 256 bytes of data: 4 for the scope, 252 of the value. */
#define RE_KEY_TEXT_BYTES 252
#define RE_PATH_MAX_BYTES 4096
#define RE_COMM_BYTES	  16
#define RE_GENERATIONS	  2
/* Distinct vectors of one generation; index = generation * RE_VECTORS_MAX + n. */
#define RE_VECTORS_MAX 16384
/* System call numbers of one ABI; what lies above has no event. */
#define RE_SYSCALLS_MAX 1024
/* Work areas of one processor: tasks that may be inside a program at once, preempted ones included.
 */
#define RE_SCRATCHES_PER_CPU 3

/* A clause vector: bit c is set when clause c does not mind this value of this dimension. */
struct re_vector {
	__u64 words[RE_VECTOR_WORDS];
};

/*
 * Dimensions. Each dimension's values are looked up in the LPM trie of its shape:
 * text (paths, names; the text is followed by one NUL, so an exact value is the prefix "text\0"),
 * number (big-endian u64; ranges are sets of prefixes), address (family byte, 16 bytes; IPv4 in the
 * first four).
 */
enum re_dimension {
	RE_DIM_EVENT_TYPE = 0,	 /* number: the event code of the table, e.g. 307 */
	RE_DIM_PROC_NAME = 1,	 /* text */
	RE_DIM_PROC_EXEPATH = 2, /* text */
	RE_DIM_FD_NAME = 3,	 /* text */
	RE_DIM_FD_SIP = 4,	 /* address */
	RE_DIM_FD_SPORT = 5,	 /* number */
	RE_DIM_USER_UID = 6,	 /* number */
	RE_DIM_OPEN_ACCESS =
		7, /* number: RE_ACCESS_* bits, 0..31; missing where nothing is opened */
	RE_DIM_PROC_PNAME = 8,	   /* text: name of the parent process */
	RE_DIM_FD_DIRECTORY = 9,   /* text: fd.name up to its last slash, "/" at the top */
	RE_DIM_FD_FILENAME = 10,   /* text: fd.name behind its last slash */
	RE_DIM_USER_LOGINUID = 11, /* number: 4294967295 where nobody logged in */
	RE_DIM_COUNT = 12,
	RE_DIM_MAX = 32,
};

/*
 * RE_DIM_OPEN_ACCESS: evt.is_open_read, is_open_write, is_open_create (the file did not exist) and
 * is_open_exec (created with an execute bit), one bit each; and whether a directory is asked for
 * (O_DIRECTORY), which is what makes fd.typechar 'd'.
 */
enum re_access {
	RE_ACCESS_READ = 1,
	RE_ACCESS_WRITE = 2,
	RE_ACCESS_CREATE = 4,
	RE_ACCESS_EXEC = 8,
	RE_ACCESS_DIRECTORY = 16,
};

/* First word of every key: no entry of one generation or dimension is ever a prefix of another's.
 */
struct re_scope {
	__u8 generation;
	__u8 dimension;
	__u8 pad[2];
};

struct re_text_key {
	__u32 prefix_bits; /* 32 for the scope + 8 per byte of text */
	struct re_scope scope;
	char text[RE_KEY_TEXT_BYTES];
};

struct re_number_key {
	__u32 prefix_bits; /* 32 + 64 for an exact value */
	struct re_scope scope;
	__u8 number[8]; /* big endian */
};

struct re_address_key {
	__u32 prefix_bits; /* 32 + 8 + 8 per address byte */
	struct re_scope scope;
	__u8 family; /* 2 or 10, as in SOCKADDR parameters */
	__u8 address[16];
	__u8 pad[3];
};

/* One generation of a rule set, but for its entries. Vectors are named by their index in
 * re_vectors. */
struct re_policy {
	__u32 dimensions; /* bit per re_dimension that some clause minds */
	__u32 clauses;
	__u32 defaults[RE_DIM_MAX]; /* the value is in no entry */
	__u32 missing[RE_DIM_MAX];  /* the event has no such value */
	__u32 certain[RE_DIM_MAX];  /* clauses that hold whatever the value: for a path that was cut
				     */
	struct re_vector deny;	    /* clauses whose rule says deny */
	struct re_vector kill;	    /* clauses whose rule says kill */
	struct re_vector monitor;   /* clauses whose rule only watches what it would do */
};

/* What the masks do not say about a clause: index = generation * RE_CLAUSES_MAX + clause. */
struct re_clause {
	__u32 rule;
	__u32 error; /* positive errno of the refusal */
};

/* Operations, as a guard knows them: which kind of event a system call can cause there. */
enum re_family {
	RE_FAMILY_NONE = 0,
	RE_FAMILY_OPEN = 1,
	RE_FAMILY_EXEC = 2,
	RE_FAMILY_CONNECT = 4,
	RE_FAMILY_SEND = 8,
	RE_FAMILY_IO_URING = 16,   /* the operation behind it is the hook's own */
	RE_FAMILY_SOCKETCALL = 32, /* ia32: the operation is the first argument */
};

/* Events that programs make: codes of Falco's table. */
enum re_event {
	RE_EVENT_OPEN = 3,
	RE_EVENT_CONNECT = 23,
	RE_EVENT_SEND = 29,
	RE_EVENT_SENDTO = 31,
	RE_EVENT_SENDMSG = 49,
	RE_EVENT_SENDMMSG = 51,
	RE_EVENT_CREAT = 59,
	RE_EVENT_PROCEXIT = 186,
	RE_EVENT_CLONE = 223,
	RE_EVENT_FORK = 225,
	RE_EVENT_VFORK = 227,
	RE_EVENT_EXECVE = 293,
	RE_EVENT_OPENAT = 307,
	RE_EVENT_OPENAT2 = 327,
	RE_EVENT_EXECVEAT = 331,
	RE_EVENT_CLONE3 = 335,
	RE_EVENT_OPEN_BY_HANDLE_AT = 337,
};

/* re_syscalls[abi * RE_SYSCALLS_MAX + nr]: the event that the system call causes. */
struct re_syscall {
	__u16 event;
	__u16 families;
};

enum re_syscall_abi {
	RE_SYSCALL_X64 = 0,
	RE_SYSCALL_IA32 = 1,
	RE_SYSCALL_X32 = 2,
	RE_SYSCALL_ABIS = 3,
};

/* The one word of state that both sides share; mmapped by the engine. */
struct re_control {
	__u32 abi_version;
	__u32 enforcing;     /* 0 until the first generation is complete */
	__u32 generation;    /* the generation in force: 0 or 1 */
	__u32 engine_tgid;   /* never acted upon, but for the trial; 0 while no engine runs */
	__u64 boot_epoch_ns; /* added to the time since boot */
	__u64 trial_inode; /* the engine's own open of this inode is refused with RE_TRIAL_ERRNO */
	__u32 trial_device;
	__u32 watched; /* re_family bits whose outcome is watched: guards leave marks for the
			  watchers */
	/* When the engine began, in hundredths of a second since boot: a dead engine's number is
	 * reused. */
	__u64 engine_start;
	__u64 object_hash; /* of the file the programs come from: a restarted engine adopts its own
			    */
	__u32 skipped;	   /* re_skip bits: what no rule could hold for and makes no record */
	__u32 pad;
};

/* Kinds of watched calls that can be so many that they are better told apart in the kernel. */
enum re_skip {
	RE_SKIP_NONE = 0,
	RE_SKIP_UNIX_TRAFFIC = 1, /* sending and receiving on unix sockets */
};

/* ESTALE: no rule and no local file system gives it for an open. */
#define RE_TRIAL_ERRNO 116

enum re_hook {
	RE_HOOK_NONE = 0,
	RE_HOOK_FILE_OPEN = 1,
	RE_HOOK_PATH_MKNOD = 2,
	RE_HOOK_BPRM_CREDS = 3,
	RE_HOOK_SOCKET_CONNECT = 4,
	RE_HOOK_SOCKET_SENDMSG = 5,
	RE_HOOK_PROCESS_EXEC = 6,
	RE_HOOK_PROCESS_FORK = 7,
	RE_HOOK_PROCESS_EXIT = 8,
	RE_HOOK_SYSCALL_EXIT = 9,
};

enum re_verdict {
	RE_VERDICT_NONE = 0, /* an event that was watched, not judged */
	RE_VERDICT_WOULD_DENY = 1,
	RE_VERDICT_WOULD_KILL = 2,
	RE_VERDICT_DENIED = 3,
	RE_VERDICT_KILLED = 4,
	RE_VERDICT_CANNOT_TELL = 5, /* a clause would hold, but for a path that was cut */
	RE_VERDICT_RECORDED = 6,    /* a watched outcome whose verdict an earlier record has */
};

/* How the walk along a path ended. */
enum re_walk {
	RE_WALK_NONE = 0,     /* the event has no path */
	RE_WALK_WHOLE = 1,    /* at the root: a path */
	RE_WALK_NAMELESS = 2, /* at the top of something unmounted: memfd, overlay's inner file */
	RE_WALK_CUT = 3,      /* out of rounds or room: the lower part of a path */
};

/*
 * The parameter behind the last one that the event's type knows: what the kernel knows beyond it.
 * The rest of the parameter is the path of the process's executable, with its NUL.
 */
struct re_extra {
	__u16 abi_version;
	__u8 verdict;  /* re_verdict */
	__u8 hook;     /* re_hook */
	__u8 fd_walk;  /* re_walk */
	__u8 exe_walk; /* re_walk */
	__u8 io_uring; /* 1: submitted through io_uring, no system call of its own */
	__u8 access;   /* re_access */
	__u32 error;   /* positive errno returned, 0 if none */
	__u32 clause;  /* the clause that decided */
	__u32 rule;    /* its rule */
	__u32 generation;
	__u32 tgid;
	__u32 ppid;
	__u32 uid;
	__u32 loginuid;
	char comm[RE_COMM_BYTES];
};

/*
 * A parameter behind re_extra: what the kernel knows of a descriptor that a watched call speaks of.
 * What follows in the parameter: of a file its path with a NUL, of a socket its ends as a SOCKTUPLE
 * (from us to the other end), as a SOCKADDR where it is bound and has no other end, or nothing.
 */
struct re_descriptor {
	__s32 fd;
	__u8 type;     /* numbers of scap_fd_type */
	__u8 walk;     /* re_walk: how the path ended */
	__u8 protocol; /* of a socket: 2 TCP, 3 UDP, 4 ICMP, 5 raw */
	__u8 pad;
	__u32 open_flags; /* as the event table has them */
	__u32 device;
	__u64 inode;
};

/* re_counters, one value per processor. */
enum re_counter {
	RE_COUNTER_JUDGED = 0, /* operations that reached a decision */
	RE_COUNTER_DENIED = 1,
	RE_COUNTER_KILLED = 2,
	RE_COUNTER_MONITORED = 3,
	RE_COUNTER_CANNOT_TELL = 4,
	RE_COUNTER_RECORDS = 5,	  /* written to the ring */
	RE_COUNTER_RING_FULL = 6, /* records lost */
	RE_COUNTER_RECORD_TOO_LONG = 7,
	RE_COUNTER_SCRATCH_BUSY = 8, /* operations passed unjudged, or events lost */
	RE_COUNTER_SIGNAL_FAILED = 9,
	RE_COUNTER_PATH_NAMELESS = 10, /* operations passed unjudged */
	RE_COUNTER_PATH_CUT = 11,
	RE_COUNTER_LOOKUP_FAILED = 12, /* a vector or clause that must exist does not */
	RE_COUNTER_READ_FAILED = 13,   /* kernel or user memory that could not be read */
	RE_COUNTER_COUNT = 14,
};

_Static_assert(sizeof(struct re_vector) == RE_CLAUSES_MAX / 8, "re_vector");
_Static_assert(sizeof(struct re_scope) == 4, "re_scope");
_Static_assert(sizeof(struct re_text_key) == 8 + RE_KEY_TEXT_BYTES, "re_text_key");
_Static_assert(sizeof(struct re_number_key) == 16, "re_number_key");
_Static_assert(sizeof(struct re_address_key) == 28, "re_address_key");
_Static_assert(sizeof(struct re_policy) == 8 + 12 * RE_DIM_MAX + 3 * sizeof(struct re_vector),
	       "re_policy");
_Static_assert(sizeof(struct re_clause) == 8, "re_clause");
_Static_assert(sizeof(struct re_syscall) == 4, "re_syscall");
_Static_assert(sizeof(struct re_control) == 64, "re_control");
_Static_assert(sizeof(struct re_extra) == 56, "re_extra");
_Static_assert(sizeof(struct re_descriptor) == 24, "re_descriptor");

#endif
