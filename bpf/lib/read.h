/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Reads what a rule may ask about: the task, its system call, paths, sockets, credentials.
 * Everything is taken from kernel objects; nothing is decided here. Stands on maps.h.
 */
#ifndef RE_READ_H
#define RE_READ_H

#include "maps.h"

#define RE_PF_KTHREAD	  0x00200000
#define RE_PF_IO_WORKER	  0x00000010
#define RE_TS_COMPAT	  0x0002
#define RE_X32_BIT	  0x40000000
#define RE_STACK_BYTES	  16384
#define RE_AF_UNSPEC	  0
#define RE_AF_INET	  2
#define RE_AF_INET6	  10
#define RE_SOCK_STREAM	  1
#define RE_SOCK_RAW	  3
#define RE_MSG_FASTOPEN	  0x20000000
#define RE_NAME_MAX_BYTES 255
/* Components and mounts of one path. 128 rounds cost the verifier some 140,000 instructions. */
#define RE_WALK_ROUNDS	     128
#define RE_PATH_END	     (RE_PATH_MAX_BYTES - 1)
#define RE_SPELLED_MAX_BYTES 512
#define RE_TICK_NS	     10000000 /* of /proc/PID/stat */
#define RE_ERRNO_MAX	     4095

static __always_inline struct task_struct *task__current(void)
{
	return (struct task_struct *)bpf_get_current_task();
}

/* Whether the task belongs to the engine that runs now, not to a process that got its number. */
static __always_inline int task__is_engine(struct task_struct *task,
					   const struct re_control *control)
{
	return bpf_get_current_pid_tgid() >> 32 == control->engine_tgid &&
	       BPF_CORE_READ(task, group_leader, start_boottime) / RE_TICK_NS ==
		       control->engine_start;
}

/* The registers at the entry of the system call. By hand only where the helper is missing. */
static __always_inline struct pt_regs *task__registers(struct task_struct *task)
{
	if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_task_pt_regs))
		return (struct pt_regs *)bpf_task_pt_regs(bpf_get_current_task_btf());
	return BPF_CORE_READ(task, stack) + RE_STACK_BYTES - sizeof(struct pt_regs);
}

static __always_inline int task__is_compat(struct task_struct *task)
{
	return BPF_CORE_READ(task, thread_info.status) & RE_TS_COMPAT;
}

/* Argument n (0 to 3) of the system call that the task is in. */
static __always_inline __u64 syscall__argument(struct task_struct *task, int n)
{
	struct pt_regs *registers = task__registers(task);

	if (task__is_compat(task)) {
		switch (n) {
		case 0:
			return (__u32)BPF_CORE_READ(registers, bx);
		case 1:
			return (__u32)BPF_CORE_READ(registers, cx);
		case 2:
			return (__u32)BPF_CORE_READ(registers, dx);
		default:
			return (__u32)BPF_CORE_READ(registers, si);
		}
	}
	switch (n) {
	case 0:
		return BPF_CORE_READ(registers, di);
	case 1:
		return BPF_CORE_READ(registers, si);
	case 2:
		return BPF_CORE_READ(registers, dx);
	default:
		return BPF_CORE_READ(registers, r10);
	}
}

/* The families of the calls that ia32 multiplexes through socketcall(2), by its first argument. */
static __always_inline struct re_syscall syscall__socketcall(__u32 call)
{
	struct re_syscall found = {0, RE_FAMILY_SEND};

	switch (call) {
	case 3:
		found.event = RE_EVENT_CONNECT;
		found.families = RE_FAMILY_CONNECT;
		break;
	case 9:
		found.event = RE_EVENT_SEND;
		break;
	case 11:
		found.event = RE_EVENT_SENDTO;
		break;
	case 16:
		found.event = RE_EVENT_SENDMSG;
		break;
	case 20:
		found.event = RE_EVENT_SENDMMSG;
		break;
	default:
		found.families = RE_FAMILY_NONE;
	}
	return found;
}

/* What the task is doing, by the system call it is in; io_uring's workers are in none of their own.
 */
static __always_inline struct re_syscall syscall__current(struct task_struct *task)
{
	struct re_syscall io_uring = {0, RE_FAMILY_IO_URING}, none = {};
	const struct re_syscall *found;
	struct pt_regs *registers;
	__u32 index, number;

	if (BPF_CORE_READ(task, flags) & RE_PF_IO_WORKER)
		return io_uring;
	registers = task__registers(task);
	number = BPF_CORE_READ(registers, orig_ax);
	if (task__is_compat(task))
		index = RE_SYSCALL_IA32 * RE_SYSCALLS_MAX;
	else if (number & RE_X32_BIT)
		index = RE_SYSCALL_X32 * RE_SYSCALLS_MAX;
	else
		index = RE_SYSCALL_X64 * RE_SYSCALLS_MAX;
	number &= ~RE_X32_BIT;
	if (number >= RE_SYSCALLS_MAX)
		return none;
	index += number;
	found = bpf_map_lookup_elem(&re_syscalls, &index);
	if (!found)
		return none;
	if (found->families & RE_FAMILY_SOCKETCALL)
		return syscall__socketcall(BPF_CORE_READ(registers, bx));
	return *found;
}

/* Text from the right end of the buffer: what lies left of the position is garbage. */
static __always_inline struct re_path path__unpack(int packed)
{
	struct re_path path = {
		.walk = (packed >> 12) & 3,
		.position = packed & RE_PATH_END,
	};

	return path;
}

/* The mount that a struct vfsmount is part of. */
static __always_inline struct mount *mount__of(struct vfsmount *vfs)
{
	return (void *)vfs - bpf_core_field_offset(struct mount, mnt);
}

/* At the top: kernel mounts have an error number for a namespace, detached ones none. */
static __always_inline __u32 mount__walk_end(struct mount *mount)
{
	__u64 namespace = (__u64)BPF_CORE_READ(mount, mnt_ns);

	return namespace && namespace < (__u64)-RE_ERRNO_MAX ? RE_WALK_WHOLE : RE_WALK_NAMELESS;
}

/*
 * Walks from a dentry up to the root of the current task and writes the path, from the right, into
 * the slot's buffer (0: path, 1: exe). A global function: the verifier checks it once for all
 * callers, so it takes addresses as numbers and reads them with probes. The position lives in the
 * work area, not in a register: what is read from there is unknown to the verifier, which makes all
 * rounds look alike and keeps the check at 128 times one round. Returns walk << 12 | position.
 */
__weak __noinline int path__walk(__u64 dentry_address, __u64 mount_address, __u32 slot, __u32 exe)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct task_struct *task = task__current();
	struct vfsmount *vfs = (struct vfsmount *)mount_address;
	struct dentry *dentry = (struct dentry *)dentry_address;
	struct vfsmount *root_vfs = BPF_CORE_READ(task, fs, root.mnt);
	struct dentry *root_dentry = BPF_CORE_READ(task, fs, root.dentry);
	__u32 walk = RE_WALK_CUT, position, length;
	volatile __u32 *kept;
	char *text;

	if (!scratch || !dentry || !vfs)
		return 0;
	text = scratch->path + (exe & 1) * sizeof(scratch->path);
	kept = &scratch->position;
	text[RE_PATH_END] = 0;
	*kept = RE_PATH_END;
	for (int round = 0; round < RE_WALK_ROUNDS; round++) {
		struct dentry *parent;

		if (dentry == root_dentry && vfs == root_vfs) {
			walk = RE_WALK_WHOLE;
			break;
		}
		if (dentry == BPF_CORE_READ(vfs, mnt_root)) {
			struct mount *mount = mount__of(vfs);
			struct mount *above = BPF_CORE_READ(mount, mnt_parent);

			if (mount == above) {
				walk = mount__walk_end(mount);
				break;
			}
			dentry = BPF_CORE_READ(mount, mnt_mountpoint);
			vfs = (void *)above + bpf_core_field_offset(struct mount, mnt);
			continue;
		}
		parent = BPF_CORE_READ(dentry, d_parent);
		/* Its own parent: the top of a tree that hangs nowhere, or a file without a folder.
		 */
		if (parent == dentry && *kept != RE_PATH_END) {
			walk = RE_WALK_NAMELESS;
			break;
		}
		length = BPF_CORE_READ(dentry, d_name.len) & RE_NAME_MAX_BYTES;
		position = *kept;
		if (length + 1 > position)
			break;
		position -= length;
		bpf_probe_read_kernel(&text[position & RE_PATH_END], length,
				      BPF_CORE_READ(dentry, d_name.name));
		position -= 1;
		text[position & RE_PATH_END] = '/';
		*kept = position;
		if (parent == dentry) {
			walk = RE_WALK_NAMELESS;
			break;
		}
		dentry = parent;
	}
	position = *kept;
	if (walk == RE_WALK_WHOLE && position == RE_PATH_END) {
		position -= 1;
		text[position & RE_PATH_END] = '/';
	}
	return walk << 12 | (position & RE_PATH_END);
}

/* The executable's path of the task, into the slot's second buffer. */
static __always_inline struct re_path exe__walk(struct task_struct *task, __u32 slot)
{
	struct file *file = BPF_CORE_READ(task, mm, exe_file);

	if (!file)
		return path__unpack(0);
	return path__unpack(path__walk((__u64)BPF_CORE_READ(file, f_path.dentry),
				       (__u64)BPF_CORE_READ(file, f_path.mnt), slot, 1));
}

/*
 * Where the last component of a text begins: of the path in the slot's buffer (0), or of the text
 * of this length in its record (1). A global function, so that the verifier does not follow every
 * possible answer into the caller.
 */
__weak __noinline int name__base(__u32 slot, __u32 length, __u32 in_record)
{
	struct re_scratch *scratch = scratch__get(slot);

	if (!scratch)
		return 0;
	for (int i = 1; i <= RE_NAME_MAX_BYTES + 1; i++) {
		__u32 at = length - i;

		if (at >= RE_PATH_MAX_BYTES)
			return 0;
		if ((in_record ? scratch->record[at] : scratch->path[at]) == '/')
			return at + 1;
	}
	return 0;
}

/*
 * The path as the caller spelled it, from the kernel's own copy, into the slot's record. Returns
 * its length; 0 where it does not name by itself what it names: relative, longer than the bound, or
 * not in the plain form ("//", "/./", "/../", "/" at the end).
 */
__weak __noinline int spelled__read(__u32 slot)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct task_struct *task = task__current();
	const char *text;
	long length;

	if (!scratch)
		return 0;
	text = scratch->record;
	length = bpf_probe_read_kernel_str(scratch->record, RE_SPELLED_MAX_BYTES,
					   BPF_CORE_READ(task, nameidata, name, name));
	if (length <= 2 || length >= RE_SPELLED_MAX_BYTES || text[0] != '/')
		return 0;
	for (int i = 0; i < RE_SPELLED_MAX_BYTES; i++) {
		if (!text[i])
			return i;
		if (text[i] != '/')
			continue;
		if (text[i + 1] == '/' || !text[i + 1])
			return 0;
		if (text[i + 1] != '.')
			continue;
		if (text[i + 2] == '/' || !text[i + 2])
			return 0;
		if (text[i + 2] == '.' && (text[i + 3] == '/' || !text[i + 3]))
			return 0;
	}
	return 0;
}

/* The name that an exec gives the process: the last component of what was executed, cut to fit. */
static __always_inline void exec__name(struct linux_binprm *bprm, struct re_scratch *scratch,
				       __u32 slot, char name[RE_COMM_BYTES])
{
	long length = bpf_probe_read_kernel_str(scratch->record, RE_PATH_MAX_BYTES,
						BPF_CORE_READ(bprm, filename));
	__u32 base;

	if (length <= 1) {
		counter__add(RE_COUNTER_READ_FAILED);
		return;
	}
	base = name__base(slot, length - 1, 1);
	if (base >= RE_PATH_MAX_BYTES)
		return;
	bpf_probe_read_kernel_str(name, RE_COMM_BYTES, &scratch->record[base]);
}

static __always_inline __u32 task__parent_tgid(struct task_struct *task)
{
	return BPF_CORE_READ(task, real_parent, tgid);
}

#endif
