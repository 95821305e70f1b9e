/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * From the clauses that stand to a verdict, and its carrying out. Decided from maps alone: nothing is
 * allocated and no record is needed for it. Stands on match.h.
 */
#ifndef RE_ACT_H
#define RE_ACT_H

#include "match.h"

#define RE_SIGKILL 9

/* Clauses that hold and want this; the lowest number, or RE_CLAUSES_MAX. */
static __always_inline __u32 clause__lowest(const struct re_vector *standing,
					    const struct re_vector *wanted,
					    const struct re_vector *except)
{
	__u32 lowest = RE_CLAUSES_MAX;

	for (int i = RE_VECTOR_WORDS - 1; i >= 0; i--) {
		__u64 word = standing->words[i] & wanted->words[i];

		word &= ~except->words[i];
		/* The lowest bit's number, without the instruction that BPF lacks. */
		if (word) {
			__u64 bit = word & -word;
			__u32 number = i * 64;

			number += bit & 0xffffffff00000000 ? 32 : 0;
			number += bit & 0xffff0000ffff0000 ? 16 : 0;
			number += bit & 0xff00ff00ff00ff00 ? 8 : 0;
			number += bit & 0xf0f0f0f0f0f0f0f0 ? 4 : 0;
			number += bit & 0xcccccccccccccccc ? 2 : 0;
			number += bit & 0xaaaaaaaaaaaaaaaa ? 1 : 0;
			lowest = number;
		}
	}
	return lowest;
}

/* Kill before deny before would-kill before would-deny; among equals the lowest clause. */
static __always_inline __u32 clause__decide(const struct re_policy *policy,
					    struct re_subject *subject)
{
	const struct re_vector none = {};
	__u32 clause;

	subject->verdict = RE_VERDICT_KILLED;
	clause = clause__lowest(&subject->standing, &policy->kill, &policy->monitor);
	if (clause < RE_CLAUSES_MAX)
		return clause;
	subject->verdict = RE_VERDICT_DENIED;
	clause = clause__lowest(&subject->standing, &policy->deny, &policy->monitor);
	if (clause < RE_CLAUSES_MAX)
		return clause;
	subject->verdict = RE_VERDICT_WOULD_KILL;
	clause = clause__lowest(&subject->standing, &policy->kill, &none);
	if (clause < RE_CLAUSES_MAX)
		return clause;
	subject->verdict = RE_VERDICT_WOULD_DENY;
	clause = clause__lowest(&subject->standing, &policy->deny, &none);
	if (clause < RE_CLAUSES_MAX)
		return clause;
	subject->verdict = RE_VERDICT_NONE;
	return RE_CLAUSES_MAX;
}

/*
 * Fills the verdict of the subject in the slot's work area and returns it. A global function: its
 * many branches are verified once and not multiplied into the hooks.
 */
__weak __noinline int act__decide(__u32 slot)
{
	struct re_scratch *scratch = scratch__get(slot);
	const struct re_policy *policy;
	const struct re_clause *clause;
	struct re_subject *subject;
	__u32 generation, index;

	if (!scratch)
		return RE_VERDICT_NONE;
	subject = &scratch->subject;
	generation = subject->generation;
	policy = bpf_map_lookup_elem(&re_policies, &generation);
	if (!policy)
		return RE_VERDICT_NONE;
	subject->clause = clause__decide(policy, subject);
	if (subject->verdict == RE_VERDICT_NONE) {
		if (!subject->cannot_tell)
			return RE_VERDICT_NONE;
		subject->verdict = RE_VERDICT_CANNOT_TELL;
		counter__add(RE_COUNTER_CANNOT_TELL);
		return RE_VERDICT_CANNOT_TELL;
	}
	index = generation * RE_CLAUSES_MAX + subject->clause;
	clause = bpf_map_lookup_elem(&re_clauses, &index);
	if (!clause) {
		counter__add(RE_COUNTER_LOOKUP_FAILED);
		return RE_VERDICT_NONE;
	}
	subject->rule = clause->rule;
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

/*
 * The guards' common beginning: whom nothing is done to, what the operation is called, who acts. An
 * exec replaces the actor by the program to be.
 */
static __always_inline int act__begin(struct re_subject *subject, const struct re_control *control,
				      struct task_struct *task, __u16 family, __u16 io_uring_event)
{
	__u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct re_syscall syscall;
	struct file *exe;

	if (!control->enforcing || tgid <= 1 || tgid == control->engine_tgid)
		return 0;
	if (BPF_CORE_READ(task, flags) & RE_PF_KTHREAD)
		return 0;
	syscall = syscall__current(task);
	if (syscall.families & RE_FAMILY_IO_URING) {
		subject->io_uring = 1;
		subject->event = io_uring_event;
	} else if (syscall.families & family) {
		subject->event = syscall.event;
	}
	if (!subject->event)
		return 0;
	subject->generation = control->generation & (RE_GENERATIONS - 1);
	subject->uid = BPF_CORE_READ(task, cred, euid.val);
	subject->loginuid = BPF_CORE_READ(task, loginuid.val);
	bpf_get_current_comm(subject->name, sizeof(subject->name));
	exe = BPF_CORE_READ(task, mm, exe_file);
	subject->exe_dentry = (__u64)BPF_CORE_READ(exe, f_path.dentry);
	subject->exe_mount = (__u64)BPF_CORE_READ(exe, f_path.mnt);
	return 1;
}

/*
 * The cheap half of the match, then a work area for the rest. Returns it, or nothing where no clause
 * is left. From here to the release each path out of the hook must pass act__end.
 */
static __always_inline struct re_scratch *act__claim(struct re_subject *subject, __u32 *slot)
{
	__u32 generation = subject->generation;
	const struct re_policy *policy = bpf_map_lookup_elem(&re_policies, &generation);
	struct re_scratch *scratch;

	if (!policy || !match__begin(subject, policy) || !scratch__claim(slot))
		return 0;
	scratch = scratch__get(*slot);
	if (!scratch) {
		scratch__release(*slot);
		return 0;
	}
	scratch->subject = *subject;
	return scratch;
}

/*
 * The rest of the match and the verdict, carried out but for the return value: a signal alone would
 * let the operation finish first, with the denial nothing takes effect.
 */
static __always_inline int act__judge(__u32 slot)
{
	struct re_scratch *scratch;
	int verdict;

	counter__add(RE_COUNTER_JUDGED);
	if (!match__finish(slot)) {
		scratch = scratch__get(slot);
		if (!scratch || !scratch->subject.cannot_tell)
			return RE_VERDICT_NONE;
	}
	verdict = act__decide(slot);
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
