/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * From an operation to the clauses that hold for it. One look-up per dimension in use, cheapest
 * first, ANDed into the standing vector; as soon as nothing stands, nothing more is read. Stands on
 * read.h; knows nothing of verdicts.
 */
#ifndef RE_MATCH_H
#define RE_MATCH_H

#include "read.h"

static __always_inline int policy__minds(const struct re_policy *policy, __u32 dimension)
{
	return policy->dimensions & (1U << dimension);
}

static __always_inline const struct re_vector *vector__get(__u32 index)
{
	const struct re_vector *vector = bpf_map_lookup_elem(&re_vectors, &index);

	if (!vector)
		counter__add(RE_COUNTER_LOOKUP_FAILED);
	return vector;
}

/* Returns whether any clause still stands. 16 words, unrolled: no branch, no state to verify. */
static __always_inline int standing__and(struct re_vector *standing, __u32 index)
{
	const struct re_vector *vector = vector__get(index);
	__u64 any = 0;

	if (!vector)
		return 0;
	for (int i = 0; i < RE_VECTOR_WORDS; i++) {
		standing->words[i] &= vector->words[i];
		any |= standing->words[i];
	}
	return any != 0;
}

/*
 * The value is unknown. Clauses that hold whatever it is go on standing; the others neither match
 * nor fail to, which the record will say.
 */
static __always_inline int standing__and_certain(struct re_subject *subject,
						 const struct re_policy *policy, __u32 dimension)
{
	const struct re_vector *certain = vector__get(policy->certain[dimension]);
	__u64 any = 0, dropped = 0;

	if (!certain)
		return 0;
	for (int i = 0; i < RE_VECTOR_WORDS; i++) {
		dropped |= subject->standing.words[i] & ~certain->words[i];
		subject->standing.words[i] &= certain->words[i];
		any |= subject->standing.words[i];
	}
	if (dropped)
		subject->cannot_tell = 1;
	return any != 0;
}

static __always_inline __u32 index__of_number(__u32 generation, const struct re_policy *policy,
					      struct re_number_key *key, __u32 dimension,
					      __u64 number)
{
	__u64 big_endian = bpf_cpu_to_be64(number);
	const __u32 *index;

	key->prefix_bits = 32 + 64;
	key->scope = (struct re_scope){generation, dimension};
	__builtin_memcpy(key->number, &big_endian, sizeof(big_endian));
	index = bpf_map_lookup_elem(&re_numbers, key);
	return index ? *index : policy->defaults[dimension];
}

static __always_inline __u32 index__of_address(const struct re_subject *subject,
					       const struct re_policy *policy,
					       struct re_address_key *key, __u32 dimension)
{
	const __u32 *index;

	key->prefix_bits = 32 + 8 + 8 * 16;
	key->scope = (struct re_scope){subject->generation, dimension};
	key->family = subject->address.family;
	__builtin_memcpy(key->address, subject->address.bytes, 16);
	index = bpf_map_lookup_elem(&re_addresses, key);
	return index ? *index : policy->defaults[dimension];
}

/* The text is in the work area's key already; its NUL counts where it fits. */
static __always_inline __u32 index__of_key(const struct re_subject *subject,
					   const struct re_policy *policy, __u32 dimension,
					   struct re_text_key *key, __u32 length)
{
	__u32 bytes = length + 1 > RE_KEY_TEXT_BYTES ? RE_KEY_TEXT_BYTES : length + 1;
	const __u32 *index;

	key->prefix_bits = 32 + 8 * bytes;
	key->scope = (struct re_scope){subject->generation, dimension};
	index = bpf_map_lookup_elem(&re_texts, key);
	return index ? *index : policy->defaults[dimension];
}

static __always_inline __u32 index__of_name(const struct re_subject *subject,
					    const struct re_policy *policy, __u32 dimension,
					    struct re_scratch *scratch, const void *name)
{
	long length = bpf_probe_read_kernel_str(scratch->key.text.text, RE_COMM_BYTES, name);

	if (length <= 0) {
		counter__add(RE_COUNTER_READ_FAILED);
		return policy->missing[dimension];
	}
	return index__of_key(subject, policy, dimension, &scratch->key.text, length - 1);
}

/* A part of a walked path: from one position of its buffer up to another. */
static __always_inline __u32 index__of_text(const struct re_subject *subject,
					    const struct re_policy *policy, __u32 dimension,
					    struct re_scratch *scratch, const char *buffer,
					    __u32 from, __u32 to)
{
	__u32 length = to - from;

	bpf_probe_read_kernel(scratch->key.text.text, RE_KEY_TEXT_BYTES,
			      &buffer[from & RE_PATH_END]);
	if (length < RE_KEY_TEXT_BYTES)
		scratch->key.text.text[length] = 0;
	return index__of_key(subject, policy, dimension, &scratch->key.text, length);
}

#define RE_AND_CERTAIN(dimension)                                                                  \
	do {                                                                                       \
		if (policy__minds(policy, (dimension)) &&                                          \
		    !standing__and_certain(subject, policy, (dimension)))                          \
			return 0;                                                                  \
	} while (0)

#define RE_AND(index)                                                                              \
	do {                                                                                       \
		if (!standing__and(&subject->standing, (index)))                                   \
			return 0;                                                                  \
	} while (0)

/* The clauses that stand for the type of the event: what turns most operations away. */
static __always_inline int match__event(struct re_vector *standing, const struct re_policy *policy,
					__u32 generation, __u16 event, __u16 second_event)
{
	const struct re_vector *first, *second;
	struct re_number_key key = {};
	__u64 any = 0;

	first = vector__get(index__of_number(generation, policy, &key, RE_DIM_EVENT_TYPE, event));
	second = vector__get(index__of_number(generation, policy, &key, RE_DIM_EVENT_TYPE,
					      second_event ? second_event : event));
	if (!first || !second)
		return 0;
	for (int i = 0; i < RE_VECTOR_WORDS; i++) {
		__u64 word = first->words[i] | second->words[i];

		any |= word;
		if (standing)
			standing->words[i] = word;
	}
	return any != 0;
}

/* Whether a clause holds for this type of event. */
static __always_inline int match__is_of(const struct re_policy *policy, __u32 generation,
					__u16 event, __u32 clause)
{
	struct re_number_key key = {};
	const struct re_vector *vector;

	vector = vector__get(index__of_number(generation, policy, &key, RE_DIM_EVENT_TYPE, event));
	return vector && vector->words[(clause / 64) & (RE_VECTOR_WORDS - 1)] >> (clause & 63) & 1;
}

/* The dimensions that are numbers and addresses. */
static __always_inline int match__numbers(struct re_subject *subject,
					  const struct re_policy *policy,
					  struct re_scratch *scratch)
{
	struct re_number_key *key = &scratch->key.number;
	__u32 generation = subject->generation;

	if (policy__minds(policy, RE_DIM_USER_UID))
		RE_AND(index__of_number(generation, policy, key, RE_DIM_USER_UID, subject->uid));
	if (policy__minds(policy, RE_DIM_USER_LOGINUID))
		RE_AND(index__of_number(generation, policy, key, RE_DIM_USER_LOGINUID,
					subject->loginuid));
	if (policy__minds(policy, RE_DIM_OPEN_ACCESS))
		RE_AND(subject->has_access ? index__of_number(generation, policy, key,
							      RE_DIM_OPEN_ACCESS, subject->access)
					   : policy->missing[RE_DIM_OPEN_ACCESS]);
	if (policy__minds(policy, RE_DIM_FD_SPORT))
		RE_AND(subject->address.family
			       ? index__of_number(generation, policy, key, RE_DIM_FD_SPORT,
						  subject->address.port)
			       : policy->missing[RE_DIM_FD_SPORT]);
	if (policy__minds(policy, RE_DIM_FD_SIP))
		RE_AND(subject->address.family
			       ? index__of_address(subject, policy, &scratch->key.address,
						   RE_DIM_FD_SIP)
			       : policy->missing[RE_DIM_FD_SIP]);
	return 1;
}

/* Views of one path. */
enum re_view {
	RE_VIEW_RESOLVED = 0, /* in the path buffer */
	RE_VIEW_SPELLED = 1,  /* in the record */
	RE_VIEW_CUT = 2,      /* in the path buffer, but only its lower part */
};

static __always_inline void view__and(struct re_vector *view, __u32 index)
{
	const struct re_vector *vector = vector__get(index);

	for (int i = 0; i < RE_VECTOR_WORDS; i++)
		view->words[i] &= vector ? vector->words[i] : 0;
}

/*
 * What the three dimensions of a path say about one view of it, which lies in its buffer from one
 * position up to another. A global function: verified once for all views.
 */
__weak __noinline int match__view(__u32 slot, __u32 kind, __u32 from, __u32 to)
{
	struct re_scratch *scratch = scratch__get(slot);
	const struct re_policy *policy;
	struct re_subject *subject;
	__u32 generation, base, end;
	struct re_vector *view;
	const char *buffer;

	if (!scratch)
		return 0;
	subject = &scratch->subject;
	generation = subject->generation;
	policy = bpf_map_lookup_elem(&re_policies, &generation);
	if (!policy)
		return 0;
	buffer = kind == RE_VIEW_SPELLED ? scratch->record : scratch->path;
	view = &scratch->views[kind == RE_VIEW_SPELLED];
	for (int i = 0; i < RE_VECTOR_WORDS; i++)
		view->words[i] = ~0ULL;
	base = name__base(slot, to, kind == RE_VIEW_SPELLED);
	end = base - 1 > from ? base - 1 : from + 1;
	if (policy__minds(policy, RE_DIM_FD_NAME))
		view__and(view, kind == RE_VIEW_CUT
					? policy->certain[RE_DIM_FD_NAME]
					: index__of_text(subject, policy, RE_DIM_FD_NAME, scratch,
							 buffer, from, to));
	if (policy__minds(policy, RE_DIM_FD_DIRECTORY))
		view__and(view, kind == RE_VIEW_CUT
					? policy->certain[RE_DIM_FD_DIRECTORY]
					: index__of_text(subject, policy, RE_DIM_FD_DIRECTORY,
							 scratch, buffer, from, end));
	if (policy__minds(policy, RE_DIM_FD_FILENAME))
		view__and(view, index__of_text(subject, policy, RE_DIM_FD_FILENAME, scratch, buffer,
					       base, to));
	return 1;
}

/*
 * The dimensions of the descriptor's path. A rule holds where it holds for either view of it: the
 * one that the kernel resolved, or the one that the caller spelled and Falco reports. Each view is
 * whole before they meet, so a "not" is right inside each. A nameless file is none that a process
 * could name.
 */
static __always_inline int match__path(struct re_subject *subject, const struct re_policy *policy,
				       struct re_scratch *scratch, __u32 slot)
{
	__u64 any = 0, dropped = 0;
	__u32 length;

	if (!subject->path_dentry) {
		if (policy__minds(policy, RE_DIM_FD_NAME))
			RE_AND(policy->missing[RE_DIM_FD_NAME]);
		if (policy__minds(policy, RE_DIM_FD_DIRECTORY))
			RE_AND(policy->missing[RE_DIM_FD_DIRECTORY]);
		if (policy__minds(policy, RE_DIM_FD_FILENAME))
			RE_AND(policy->missing[RE_DIM_FD_FILENAME]);
		return 1;
	}
	subject->path =
		path__unpack(path__walk(subject->path_dentry, subject->path_mount, slot, 0));
	if (subject->path.walk == RE_WALK_NAMELESS) {
		counter__add(RE_COUNTER_PATH_NAMELESS);
		return 0;
	}
	if (subject->path.walk != RE_WALK_WHOLE)
		counter__add(RE_COUNTER_PATH_CUT);
	match__view(slot, subject->path.walk == RE_WALK_WHOLE ? RE_VIEW_RESOLVED : RE_VIEW_CUT,
		    subject->path.position, RE_PATH_END);
	length = spelled__read(slot);
	if (length)
		match__view(slot, RE_VIEW_SPELLED, 0, length);
	for (int i = 0; i < RE_VECTOR_WORDS; i++) {
		__u64 word = scratch->views[0].words[i] | (length ? scratch->views[1].words[i] : 0);

		dropped |= subject->standing.words[i] & ~word;
		subject->standing.words[i] &= word;
		any |= subject->standing.words[i];
	}
	if (dropped && subject->path.walk != RE_WALK_WHOLE)
		subject->cannot_tell = 1;
	return any != 0;
}

/*
 * Finds what stands for the subject in the slot's work area and returns whether anything does. A
 * global function: verified once, and with a stack of its own.
 */
__weak __noinline int match__run(__u32 slot)
{
	struct re_scratch *scratch = scratch__get(slot);
	struct task_struct *task = task__current();
	const struct re_policy *policy;
	struct re_subject *subject;
	__u32 generation;

	if (!scratch)
		return 0;
	subject = &scratch->subject;
	generation = subject->generation;
	policy = bpf_map_lookup_elem(&re_policies, &generation);
	if (!policy || !match__event(&subject->standing, policy, generation, subject->event,
				     subject->second_event))
		return 0;
	if (!match__numbers(subject, policy, scratch))
		return 0;
	if (policy__minds(policy, RE_DIM_PROC_NAME))
		RE_AND(index__of_name(subject, policy, RE_DIM_PROC_NAME, scratch, subject->name));
	if (policy__minds(policy, RE_DIM_PROC_PNAME)) {
		struct task_struct *parent = BPF_CORE_READ(task, real_parent, group_leader);

		RE_AND(index__of_name(subject, policy, RE_DIM_PROC_PNAME, scratch, &parent->comm));
	}
	if (!match__path(subject, policy, scratch, slot))
		return 0;
	if (policy__minds(policy, RE_DIM_PROC_EXEPATH)) {
		subject->exe =
			path__unpack(path__walk(subject->exe_dentry, subject->exe_mount, slot, 1));
		/* An executable without a path (a memfd) has a name, which no list of paths holds.
		 */
		if (subject->exe.walk == RE_WALK_WHOLE || subject->exe.walk == RE_WALK_NAMELESS) {
			RE_AND(index__of_text(subject, policy, RE_DIM_PROC_EXEPATH, scratch,
					      scratch->exe, subject->exe.position, RE_PATH_END));
		} else if (subject->exe.walk == RE_WALK_CUT) {
			counter__add(RE_COUNTER_PATH_CUT);
			RE_AND_CERTAIN(RE_DIM_PROC_EXEPATH);
		} else {
			RE_AND(policy->missing[RE_DIM_PROC_EXEPATH]);
		}
	}
	return 1;
}

#endif
