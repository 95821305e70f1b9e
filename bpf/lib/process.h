/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Reads what events tell about a process: ids as it sees them, capabilities, memory, executable,
 * terminal, control group. Structures that moved between kernels have flavours here. Stands on
 * emit.h for the two that are written as they are read.
 */
#ifndef RE_PROCESS_H
#define RE_PROCESS_H

#include "emit.h"

#define RE_RLIMIT_NOFILE       7
#define RE_PAGE_KIB_BITS       2 /* pages of 4 KiB, in KiB */
#define RE_MM_FILE	       0
#define RE_MM_ANON	       1
#define RE_MM_SWAP	       2
#define RE_MM_SHMEM	       3
#define RE_CAP_DAC_OVERRIDE    (1ULL << 1)
#define RE_OVERLAY_MAGIC       0x794c7630
#define RE_TMPFS_MAGIC	       0x01021994
#define RE_EXE_WRITABLE	       1
#define RE_EXE_UPPER_LAYER     2
#define RE_EXE_FROM_MEMFD      4
#define RE_EXE_LOWER_LAYER     8
#define RE_NANOSECONDS	       1000000000ULL
#define RE_CGROUP_DEPTH	       24
#define RE_CGROUP_NAME_BYTES   127
#define RE_ARGUMENTS_MAX_BYTES 4096
#define RE_CGROUP_PREFIX       "memory="
#define RE_CGROUP_PREFIX_BYTES 7

enum re_capabilities { RE_CAP_INHERITABLE, RE_CAP_PERMITTED, RE_CAP_EFFECTIVE };

/* Up to 6.1 resident pages were atomics of one array. */
struct mm_rss_stat___old {
	atomic_long_t count[4];
} __attribute__((preserve_access_index));

struct mm_struct___old {
	struct mm_rss_stat___old rss_stat;
} __attribute__((preserve_access_index));

/* Up to 6.5 the times of an inode, and from 6.6 to 6.10. */
struct inode___times {
	struct timespec64 i_ctime;
	struct timespec64 i_mtime;
} __attribute__((preserve_access_index));

struct inode___hidden {
	struct timespec64 __i_ctime;
	struct timespec64 __i_mtime;
} __attribute__((preserve_access_index));

/* From 6.15 the parent of a node in kernfs. */
struct kernfs_node___hidden {
	struct kernfs_node *__parent;
} __attribute__((preserve_access_index));

static __always_inline __u64 cred__capabilities(const struct cred *cred, enum re_capabilities which)
{
	const void *set = which == RE_CAP_INHERITABLE ? (void *)&cred->cap_inheritable
			  : which == RE_CAP_PERMITTED ? (void *)&cred->cap_permitted
						      : (void *)&cred->cap_effective;
	__u64 bits = 0;

	/* Two words of 32 bits or one of 64: the same bytes. */
	bpf_probe_read_kernel(&bits, sizeof(bits), set);
	return bits;
}

/* The number of a pid at a level of pid namespaces. */
static __always_inline __u32 pid__number(struct pid *pid, __u32 level)
{
	struct upid *numbers = (void *)pid + bpf_core_field_offset(struct pid, numbers);

	return BPF_CORE_READ(
		(struct upid *)((void *)numbers + level * bpf_core_type_size(struct upid)), nr);
}

/* As the process itself sees it. */
static __always_inline __u32 pid__own_number(struct pid *pid)
{
	return pid__number(pid, BPF_CORE_READ(pid, level) & 31);
}

static __always_inline __u32 task__own_tid(struct task_struct *task)
{
	return pid__own_number(BPF_CORE_READ(task, thread_pid));
}

static __always_inline __u32 task__own_pid(struct task_struct *task)
{
	return pid__own_number(BPF_CORE_READ(task, group_leader, thread_pid));
}

static __always_inline struct pid *task__group_pid(struct task_struct *task)
{
	return BPF_CORE_READ(task, signal, pids[PIDTYPE_PGID]);
}

static __always_inline __u32 task__tty(struct task_struct *task)
{
	struct tty_struct *tty = BPF_CORE_READ(task, signal, tty);
	__u32 major, minor;

	if (!tty)
		return 0;
	major = BPF_CORE_READ(tty, driver, major);
	minor = BPF_CORE_READ(tty, driver, minor_start) + BPF_CORE_READ(tty, index);
	return device__encode(major << 20 | (minor & 0xfffff));
}

static __always_inline __u32 mm__pages(struct mm_struct *mm, int kind)
{
	struct mm_struct___old *old = (void *)mm;

	if (bpf_core_field_exists(old->rss_stat.count)) {
		switch (kind) {
		case RE_MM_FILE:
			return BPF_CORE_READ(old, rss_stat.count[RE_MM_FILE].counter);
		case RE_MM_ANON:
			return BPF_CORE_READ(old, rss_stat.count[RE_MM_ANON].counter);
		case RE_MM_SWAP:
			return BPF_CORE_READ(old, rss_stat.count[RE_MM_SWAP].counter);
		default:
			return BPF_CORE_READ(old, rss_stat.count[RE_MM_SHMEM].counter);
		}
	}
	switch (kind) {
	case RE_MM_FILE:
		return BPF_CORE_READ(mm, rss_stat[RE_MM_FILE].count);
	case RE_MM_ANON:
		return BPF_CORE_READ(mm, rss_stat[RE_MM_ANON].count);
	case RE_MM_SWAP:
		return BPF_CORE_READ(mm, rss_stat[RE_MM_SWAP].count);
	default:
		return BPF_CORE_READ(mm, rss_stat[RE_MM_SHMEM].count);
	}
}

static __always_inline __u64 inode__changed_ns(struct inode *inode)
{
	struct inode___times *times = (void *)inode;
	struct inode___hidden *hidden = (void *)inode;

	if (bpf_core_field_exists(times->i_ctime))
		return BPF_CORE_READ(times, i_ctime.tv_sec) * RE_NANOSECONDS +
		       BPF_CORE_READ(times, i_ctime.tv_nsec);
	if (bpf_core_field_exists(hidden->__i_ctime))
		return BPF_CORE_READ(hidden, __i_ctime.tv_sec) * RE_NANOSECONDS +
		       BPF_CORE_READ(hidden, __i_ctime.tv_nsec);
	return BPF_CORE_READ(inode, i_ctime_sec) * RE_NANOSECONDS +
	       BPF_CORE_READ(inode, i_ctime_nsec);
}

static __always_inline __u64 inode__modified_ns(struct inode *inode)
{
	struct inode___times *times = (void *)inode;
	struct inode___hidden *hidden = (void *)inode;

	if (bpf_core_field_exists(times->i_mtime))
		return BPF_CORE_READ(times, i_mtime.tv_sec) * RE_NANOSECONDS +
		       BPF_CORE_READ(times, i_mtime.tv_nsec);
	if (bpf_core_field_exists(hidden->__i_mtime))
		return BPF_CORE_READ(hidden, __i_mtime.tv_sec) * RE_NANOSECONDS +
		       BPF_CORE_READ(hidden, __i_mtime.tv_nsec);
	return BPF_CORE_READ(inode, i_mtime_sec) * RE_NANOSECONDS +
	       BPF_CORE_READ(inode, i_mtime_nsec);
}

/* Whether the process could write to its own executable, by owner, mode and capability. */
static __always_inline int exe__is_writable(struct inode *inode, const struct cred *cred)
{
	__u16 mode = BPF_CORE_READ(inode, i_mode);

	if (cred__capabilities(cred, RE_CAP_EFFECTIVE) & RE_CAP_DAC_OVERRIDE)
		return 1;
	if (BPF_CORE_READ(inode, i_uid.val) == BPF_CORE_READ(cred, fsuid.val))
		return mode & 0200;
	if (BPF_CORE_READ(inode, i_gid.val) == BPF_CORE_READ(cred, fsgid.val))
		return mode & 0020;
	return mode & 0002;
}

static __always_inline __u32 exe__flags(struct file *exe, const struct cred *cred)
{
	static const char memfd[] = {'m', 'e', 'm', 'f', 'd', ':'};
	struct inode *inode = BPF_CORE_READ(exe, f_inode);
	__u64 magic = BPF_CORE_READ(inode, i_sb, s_magic);
	__u32 flags = exe__is_writable(inode, cred) ? RE_EXE_WRITABLE : 0;
	char name[sizeof(memfd)] = {};

	if (magic == RE_OVERLAY_MAGIC) {
		void *upper = 0;

		/* overlayfs keeps the upper dentry right behind the inode, in every version. */
		bpf_probe_read_kernel(&upper, sizeof(upper),
				      (void *)inode + bpf_core_type_size(struct inode));
		return flags | (upper ? RE_EXE_UPPER_LAYER : RE_EXE_LOWER_LAYER);
	}
	if (magic != RE_TMPFS_MAGIC)
		return flags;
	bpf_probe_read_kernel(name, sizeof(name), BPF_CORE_READ(exe, f_path.dentry, d_name.name));
	for (int i = 0; i < (int)sizeof(memfd); i++)
		if (name[i] != memfd[i])
			return flags;
	return flags | RE_EXE_FROM_MEMFD;
}

/* The control group that tells containers apart: of the unified hierarchy, else of the memory one.
 */
static __always_inline struct kernfs_node *task__cgroup(struct task_struct *task)
{
	struct css_set *set = BPF_CORE_READ(task, cgroups);
	struct cgroup *unified = BPF_CORE_READ(set, dfl_cgrp);
	struct cgroup_subsys_state *memory;
	struct cgroup *own;

	if (!bpf_core_enum_value_exists(enum cgroup_subsys_id, memory_cgrp_id))
		return BPF_CORE_READ(unified, kn);
	bpf_probe_read_kernel(&memory, sizeof(memory),
			      (void *)set + bpf_core_field_offset(struct css_set, subsys) +
				      sizeof(memory) * bpf_core_enum_value(enum cgroup_subsys_id,
									   memory_cgrp_id));
	own = BPF_CORE_READ(memory, cgroup);
	if (!own || BPF_CORE_READ(own, root) == BPF_CORE_READ(unified, root))
		own = unified;
	return BPF_CORE_READ(own, kn);
}

/* Writes the path of a control group into the slot's path buffer, from the right. */
__weak __noinline int cgroup__walk(__u64 node_address, __u32 slot)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct kernfs_node *node = (struct kernfs_node *)node_address;
	__u32 position = RE_PATH_END, length;

	if (!scratch)
		return 0;
	scratch->path[RE_PATH_END] = 0;
	for (int round = 0; round < RE_CGROUP_DEPTH; round++) {
		struct kernfs_node___hidden *hidden = (void *)node;
		struct kernfs_node *parent;

		if (bpf_core_field_exists(hidden->__parent))
			parent = BPF_CORE_READ(hidden, __parent);
		else
			parent = BPF_CORE_READ(node, parent);
		if (!parent)
			break;
		/* The name's length is nowhere: read it once beside the path to learn it. */
		length = bpf_probe_read_kernel_str(scratch->record, RE_CGROUP_NAME_BYTES + 1,
						   BPF_CORE_READ(node, name)) -
			 1;
		if (length > RE_CGROUP_NAME_BYTES || length + 1 > position)
			break;
		position -= length;
		bpf_probe_read_kernel(&scratch->path[position & RE_PATH_END],
				      length & RE_CGROUP_NAME_BYTES, scratch->record);
		position -= 1;
		scratch->path[position & RE_PATH_END] = '/';
		node = parent;
	}
	if (position == RE_PATH_END) {
		position -= 1;
		scratch->path[position & RE_PATH_END] = '/';
	}
	return position & RE_PATH_END;
}

/* One control group in the form of the table: subsystem=path. Walked before the record is begun. */
static __always_inline void record__cgroup(struct re_writer *writer, const char *buffer,
					   __u32 position)
{
	static const char prefix[] = RE_CGROUP_PREFIX;
	char *at = record__room(writer);
	__u32 bytes;

	position &= RE_PATH_END;
	bytes = RE_PATH_MAX_BYTES - position;
	for (int i = 0; i < RE_CGROUP_PREFIX_BYTES; i++)
		at[i] = prefix[i];
	bpf_probe_read_kernel(at + RE_CGROUP_PREFIX_BYTES, bytes, &buffer[position]);
	record__length(writer, RE_CGROUP_PREFIX_BYTES + bytes);
}

/* Strings in a row from the memory of the process, cut at the limit; the last one ends with NUL. */
static __always_inline void record__user_bytes(struct re_writer *writer, __u64 from, __u64 to)
{
	__u64 bytes = to - from;
	char *at = record__room(writer);

	if (from >= to)
		return record__empty(writer);
	if (bytes > RE_ARGUMENTS_MAX_BYTES)
		bytes = RE_ARGUMENTS_MAX_BYTES;
	asm volatile("" : "+r"(bytes));
	if (bytes > RE_ARGUMENTS_MAX_BYTES || !bytes)
		return record__empty(writer);
	if (bpf_probe_read_user(at, bytes, (const void *)from)) {
		counter__add(RE_COUNTER_READ_FAILED);
		return record__empty(writer);
	}
	at[bytes - 1] = 0;
	record__length(writer, bytes);
}

#endif
