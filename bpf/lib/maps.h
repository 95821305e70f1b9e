/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Every map, who writes it and how long it lives; the bottom layer, which the others stand on.
 * All maps are pinned with the guards: a restarted engine finds them and goes on. Each source file
 * brings the same definitions; being weak, the linker keeps one.
 */
#ifndef RE_MAPS_H
#define RE_MAPS_H

#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "re_abi.h"

/* Flags and limits that are macros in the kernel, hence not in its BTF. */
#define RE_LPM_ENTRIES_MAX  (1 << 20)
#define RE_RING_BYTES	    (8 << 20)
#define RE_RECORD_MAX_BYTES 20480
/* One parameter, the longest, may start at the last byte that the bound admits. */
#define RE_RECORD_SLACK_BYTES 4352

/* A destination as rules see it: IPv4 in IPv6 is IPv4; family 0 says there is none. */
struct re_address {
	__u8 family;
	__u8 pad;
	__u16 port;
	__u8 bytes[16];
};

/* Where a walked path lies in its buffer: text from position to RE_PATH_END, where its NUL is. */
struct re_path {
	__u32 walk;
	__u32 position;
};

/* An operation under judgement, or an event watched: what is known of it, whatever the hook. */
struct re_subject {
	__u64 path_dentry; /* 0: no path */
	__u64 path_mount;
	__u64 exe_dentry;
	__u64 exe_mount;
	__u64 inode;
	__u64 child;  /* of a clone */
	__s64 result; /* of a watched call */
	__s64 fd;     /* the descriptor operated upon, or the directory's */
	__u64 size;   /* of data sent; resolve flags of openat2 */
	struct re_vector standing;
	struct re_address address; /* family 0: none */
	struct re_address local;
	struct re_path path;
	struct re_path exe;
	__u32 generation;
	__u32 uid;
	__u32 loginuid;
	__u32 open_flags; /* O_* of the kernel */
	__u32 mode;
	__u32 device;
	__u32 verdict;
	__u32 clause;
	__u32 rule;
	__u32 error; /* positive errno; 0 lets the operation through */
	__u16 event;
	__u16 second_event; /* the same operation counts as this, too; 0 if not */
	__u8 hook;
	__u8 io_uring;
	__u8 has_access;
	__u8 access;
	__u8 cannot_tell; /* a clause was dropped because a path it minds was cut */
	__u8 created;
	char name[RE_COMM_BYTES];
};

/* Of a message in the caller's memory: what its parameters are made of. */
struct re_message {
	__u64 name;
	__u64 buffer; /* the first part */
	__u64 buffer_bytes;
	__u64 bytes; /* of all parts */
	__u64 control;
	__u64 control_bytes;
};

/* A work area: what does not fit on the 512 bytes of stack. Held by one task at a time. */
struct re_scratch {
	/* Paths are written from the right and end at RE_PATH_MAX_BYTES - 1; a name may overrun. */
	char path[2 * RE_PATH_MAX_BYTES];
	char exe[2 * RE_PATH_MAX_BYTES]; /* right behind path: path__walk chooses by offset */
	/* Kept here, not in registers: what is read back is unknown to the verifier, so that paths
	 * join. */
	__u32 position; /* of path__walk */
	__u32 offset;	/* of the record's next parameter */
	__u32 index;	/* and which one it is */
	__u32 pad;
	__u64 arguments[6]; /* of the system call that ends */
	struct re_message message;
	union {
		struct re_text_key text;
		struct re_number_key number;
		struct re_address_key address;
	} key;
	struct re_subject subject;
	struct re_vector views[2]; /* of the path: as resolved, as spelled */
	char record[RE_RECORD_MAX_BYTES + RE_RECORD_SLACK_BYTES];
};

/* Engine: once at start and at every flip, through mmap. Programs: read. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct re_control);
} re_controls __weak SEC(".maps");

/* Engine: at load. Programs: read. System call number to event. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, RE_SYSCALL_ABIS *RE_SYSCALLS_MAX);
	__type(key, __u32);
	__type(value, struct re_syscall);
} re_syscalls __weak SEC(".maps");

/* Engine: the idle generation, at reload. Programs: read. Likewise the six maps that follow. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, RE_GENERATIONS);
	__type(key, __u32);
	__type(value, struct re_policy);
} re_policies __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, RE_GENERATIONS *RE_CLAUSES_MAX);
	__type(key, __u32);
	__type(value, struct re_clause);
} re_clauses __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, RE_GENERATIONS *RE_VECTORS_MAX);
	__type(key, __u32);
	__type(value, struct re_vector);
} re_vectors __weak SEC(".maps");

/* Values are indices into re_vectors. Nothing is allocated before an entry is there. */
struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, RE_LPM_ENTRIES_MAX);
	__type(key, struct re_text_key);
	__type(value, __u32);
} re_texts __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, RE_LPM_ENTRIES_MAX);
	__type(key, struct re_number_key);
	__type(value, __u32);
} re_numbers __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, RE_LPM_ENTRIES_MAX);
	__type(key, struct re_address_key);
	__type(value, __u32);
} re_addresses __weak SEC(".maps");

/* Programs only. The engine sets the size at load: processors times RE_SCRATCHES_PER_CPU. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, RE_SCRATCHES_PER_CPU);
	__type(key, __u32);
	__type(value, struct re_scratch);
} re_scratches __weak SEC(".maps");

/* Programs only: present while the scratch of that index is held. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, RE_SCRATCHES_PER_CPU);
	__type(key, __u32);
	__type(value, __u32);
} re_claims __weak SEC(".maps");

/*
 * Guards: leave the verdict on the task's operation; watchers: take it. So an operation that was
 * refused makes one record, and one that was only watched says that its verdict is recorded.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, __u64);
	__type(value, __u32);
} re_marks __weak SEC(".maps");

/* Programs: count. Engine: reads, sums over processors. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, RE_COUNTER_COUNT);
	__type(key, __u32);
	__type(value, __u64);
} re_counters __weak SEC(".maps");

/* Programs: write records. Engine: consumes. A full ring costs records, never verdicts. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, RE_RING_BYTES);
} re_events __weak SEC(".maps");

/* Types that are in no map: named here so that the object describes them to the engine. */
const struct re_types {
	struct re_extra extra;
	enum re_verdict verdict;
	enum re_walk walk;
	enum re_hook hook;
	enum re_family family;
	enum re_counter counter;
	enum re_access access;
	enum re_dimension dimension;
	struct re_descriptor descriptor;
	enum re_skip skip;
} *re_types __weak = 0;

static __always_inline void counter__add(__u32 counter)
{
	__u64 *value = bpf_map_lookup_elem(&re_counters, &counter);

	/* A task may be preempted between load and store; one atomic add is one instruction. */
	if (value)
		__sync_fetch_and_add(value, 1);
}

static __always_inline const struct re_control *control__get(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&re_controls, &zero);
}

/*
 * Programs do not migrate, but since 5.11 a task may be preempted inside one, and the next task on
 * the processor may enter one too. So a work area is claimed: an insertion into a hash succeeds for
 * one task only. (Atomics that return a value would be shorter; 5.10 has none.)
 */
static __always_inline int scratch__claim(__u32 *slot)
{
	__u32 one = 1;
	__u32 first = bpf_get_smp_processor_id() * RE_SCRATCHES_PER_CPU;

	for (int i = 0; i < RE_SCRATCHES_PER_CPU; i++) {
		*slot = first + i;
		if (!bpf_map_update_elem(&re_claims, slot, &one, BPF_NOEXIST))
			return 1;
	}
	counter__add(RE_COUNTER_SCRATCH_BUSY);
	return 0;
}

static __always_inline void scratch__release(__u32 slot)
{
	bpf_map_delete_elem(&re_claims, &slot);
}

static __always_inline struct re_scratch *scratch__get(__u32 slot)
{
	return bpf_map_lookup_elem(&re_scratches, &slot);
}

#endif
