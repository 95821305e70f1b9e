/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * From the clauses that stand to a verdict, and its carrying out. Decided from maps alone: nothing
 * is allocated and no record is needed for it. Stands on match.h.
 */
#ifndef RE_ACT_H
#define RE_ACT_H

#include "match.h"

#define RE_SIGKILL 9

/*
 * The lowest clause that stands and wants to kill, or to deny: among those that act, or among those
 * that only watch. RE_CLAUSES_MAX if there is none. A global function: its answer is one unknown
 * number to the verifier, not 1024 known ones.
 */
__weak __noinline int clause__lowest(__u32 slot, __u32 kill, __u32 monitored)
{
	struct re_scratch *scratch = scratch__get(slot);
	const struct re_vector *wanted;
	const struct re_policy *policy;
	__u32 generation;
	__u64 flip = monitored ? 0 : ~0ULL;

	if (!scratch)
		return RE_CLAUSES_MAX;
	generation = scratch->subject.generation;
	policy = bpf_map_lookup_elem(&re_policies, &generation);
	if (!policy)
		return RE_CLAUSES_MAX;
	wanted = kill ? &policy->kill : &policy->deny;
	/* Upwards: a pointer that walks down leaves its map in the eyes of 7.3. */
	for (int i = 0; i < RE_VECTOR_WORDS; i++) {
		__u64 word = scratch->subject.standing.words[i] & wanted->words[i];

		word &= policy->monitor.words[i] ^ flip;
		if (word)
			return i * 64 + __builtin_ctzll(word);
	}
	return RE_CLAUSES_MAX;
}

/* Kill before deny before would-kill before would-deny; among equals the lowest clause. */
static __always_inline __u32 clause__decide(__u32 slot, struct re_subject *subject)
{
	__u32 clause;

	subject->verdict = RE_VERDICT_KILLED;
	clause = clause__lowest(slot, 1, 0);
	if (clause < RE_CLAUSES_MAX)
		return clause;
	subject->verdict = RE_VERDICT_DENIED;
	clause = clause__lowest(slot, 0, 0);
	if (clause < RE_CLAUSES_MAX)
		return clause;
	subject->verdict = RE_VERDICT_WOULD_KILL;
	clause = clause__lowest(slot, 1, 1);
	if (clause < RE_CLAUSES_MAX)
		return clause;
	subject->verdict = RE_VERDICT_WOULD_DENY;
	clause = clause__lowest(slot, 0, 1);
	if (clause < RE_CLAUSES_MAX)
		return clause;
	subject->verdict = RE_VERDICT_NONE;
	return 0;
}

/*
 * Fills the verdict of the subject in the slot's work area and returns it. A global function: its
 * many branches are verified once and not multiplied into the hooks.
 */
__weak __noinline int act__decide(__u32 slot)
{
	struct re_scratch *scratch = scratch__get(slot);
	const struct re_clause *clause;
	const struct re_policy *policy;
	struct re_subject *subject;
	__u32 index, generation;

	if (!scratch)
		return RE_VERDICT_NONE;
	subject = &scratch->subject;
	subject->clause = clause__decide(slot, subject);
	if (subject->verdict == RE_VERDICT_NONE) {
		if (!subject->cannot_tell)
			return RE_VERDICT_NONE;
		subject->verdict = RE_VERDICT_CANNOT_TELL;
		counter__add(RE_COUNTER_CANNOT_TELL);
		return RE_VERDICT_CANNOT_TELL;
	}
	index = subject->generation * RE_CLAUSES_MAX + subject->clause;
	clause = bpf_map_lookup_elem(&re_clauses, &index);
	if (!clause) {
		counter__add(RE_COUNTER_LOOKUP_FAILED);
		return RE_VERDICT_NONE;
	}
	subject->rule = clause->rule;
	generation = subject->generation;
	policy = bpf_map_lookup_elem(&re_policies, &generation);
	/* The record is of the event that the rule is about. */
	if (subject->second_event && policy &&
	    !match__is_of(policy, generation, subject->event, subject->clause))
		subject->event = subject->second_event;
	if (subject->verdict == RE_VERDICT_KILLED || subject->verdict == RE_VERDICT_DENIED) {
		subject->error = clause->error & RE_ERRNO_MAX;
		counter__add(subject->verdict == RE_VERDICT_KILLED ? RE_COUNTER_KILLED
								   : RE_COUNTER_DENIED);
	} else {
		counter__add(RE_COUNTER_MONITORED);
	}
	return subject->verdict;
}

/*
 * The hook's return value. 6.12 wants proof that it lies in [-4095, 0] and loses track where the
 * compiler negates; a subtraction of a masked number it can follow.
 */
static __always_inline int act__refuse(__u32 error)
{
	int value = 0;

	error &= RE_ERRNO_MAX;
	asm volatile("%0 -= %1" : "+r"(value) : "r"(error));
	return value;
}

/* What is fixed for a hook. */
struct re_operation {
	__u8 hook;
	__u8 family;
	__u16 io_uring_event; /* what it is called when it comes through io_uring */
	__u16 second_event;
};

/*
 * The guards' common beginning: whom nothing is done to, what the operation is called, whether any
 * rule is about that. Returns a work area whose subject knows who acts, or nothing where the
 * operation passes. From here on each path out of the hook must pass act__end.
 */
static __always_inline struct re_scratch *act__begin(struct re_operation operation, __u32 *slot)
{
	const struct re_control *control = control__get();
	struct task_struct *task = task__current();
	__u32 generation, tgid = bpf_get_current_pid_tgid() >> 32;
	const struct re_policy *policy;
	struct re_scratch *scratch;
	struct re_subject *subject;
	struct re_syscall syscall;
	struct file *exe;

	if (!control || !control->enforcing || tgid <= 1 || task__is_engine(task, control))
		return 0;
	if (BPF_CORE_READ(task, flags) & RE_PF_KTHREAD)
		return 0;
	syscall = syscall__current(task);
	if (syscall.families & RE_FAMILY_IO_URING)
		syscall.event = operation.io_uring_event;
	else if (!(syscall.families & operation.family))
		return 0;
	generation = control->generation & (RE_GENERATIONS - 1);
	policy = bpf_map_lookup_elem(&re_policies, &generation);
	if (!syscall.event || !policy ||
	    !match__event(0, policy, generation, syscall.event, operation.second_event) ||
	    !scratch__claim(slot))
		return 0;
	scratch = scratch__get(*slot);
	if (!scratch) {
		scratch__release(*slot);
		return 0;
	}
	subject = &scratch->subject;
	__builtin_memset(subject, 0, sizeof(*subject));
	subject->generation = generation;
	subject->hook = operation.hook;
	subject->event = syscall.event;
	subject->second_event = operation.second_event;
	subject->io_uring = syscall.families & RE_FAMILY_IO_URING ? 1 : 0;
	subject->uid = BPF_CORE_READ(task, cred, euid.val);
	subject->loginuid = BPF_CORE_READ(task, loginuid.val);
	/* A worker of io_uring is named by the kernel: who acts is the process it works for. */
	if (BPF_CORE_READ(task, flags) & RE_PF_IO_WORKER)
		BPF_CORE_READ_INTO(&subject->name, task, group_leader, comm);
	else
		bpf_get_current_comm(subject->name, sizeof(subject->name));
	exe = BPF_CORE_READ(task, mm, exe_file);
	subject->exe_dentry = (__u64)BPF_CORE_READ(exe, f_path.dentry);
	subject->exe_mount = (__u64)BPF_CORE_READ(exe, f_path.mnt);
	return scratch;
}

/* Leaves word for the watcher of the outcome, if there is one. */
static __always_inline void act__mark(__u8 family, __u32 verdict)
{
	const struct re_control *control = control__get();
	__u64 thread = bpf_get_current_pid_tgid();

	if (control && (control->watched & family))
		bpf_map_update_elem(&re_marks, &thread, &verdict, BPF_ANY);
}

/*
 * The match and the verdict, carried out but for the return value: a signal alone would let the
 * operation finish first, with the denial nothing takes effect. Not zero where there is something
 * to record.
 */
static __always_inline int act__judge(__u32 slot, __u8 family)
{
	struct re_scratch *scratch;
	int verdict;

	counter__add(RE_COUNTER_JUDGED);
	if (!match__run(slot)) {
		scratch = scratch__get(slot);
		if (!scratch || !scratch->subject.cannot_tell)
			return RE_VERDICT_NONE;
	}
	verdict = act__decide(slot);
	if (verdict)
		act__mark(family, verdict);
	if (verdict == RE_VERDICT_KILLED && bpf_send_signal(RE_SIGKILL))
		counter__add(RE_COUNTER_SIGNAL_FAILED);
	return verdict;
}

/* Gives the work area back and returns what the hook returns. */
static __always_inline int act__end(struct re_scratch *scratch, __u32 slot)
{
	__u32 error = scratch->subject.error;

	scratch__release(slot);
	return act__refuse(error);
}

#endif
