/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Opening a file that exists. The truncation of O_TRUNC comes after this hook, so the refusal
 * leaves the content intact; a file that does not exist yet is guarded at path_mknod, before it is
 * made.
 */
#include "open.h"

/* The engine proves that the guards are in force: its own open of one inode must fail. */
static __always_inline int file_open__is_trial(const struct re_control *control, struct file *file)
{
	return control->trial_inode && task__is_engine(task__current(), control) &&
	       BPF_CORE_READ(file, f_inode, i_ino) == control->trial_inode &&
	       device__encode(BPF_CORE_READ(file, f_inode, i_sb, s_dev)) == control->trial_device;
}

/* What a rule would have done to a new file, the hook of its creation has recorded already. */
static __always_inline int file_open__is_recorded(const struct re_subject *subject)
{
	return subject->created && !subject->error && !subject->io_uring &&
	       subject->event != RE_EVENT_OPENAT2;
}

static __always_inline int file_open__guard(struct file *file)
{
	struct re_operation operation = {RE_HOOK_FILE_OPEN, RE_FAMILY_OPEN, RE_EVENT_OPENAT};
	const struct re_control *control = control__get();
	struct re_scratch *scratch;
	__u32 slot;

	if (control && file_open__is_trial(control, file))
		return act__refuse(RE_TRIAL_ERRNO);
	scratch = act__begin(operation, &slot);
	if (!scratch)
		return 0;
	open__of_file(&scratch->subject, file);
	if (act__judge(slot, operation.family) && !file_open__is_recorded(&scratch->subject)) {
		open__of_syscall(&scratch->subject, task__current());
		open__send(scratch, slot);
	}
	return act__end(scratch, slot);
}

SEC("lsm/file_open")
int BPF_PROG(guard_open, struct file *file, int ret)
{
	return ret ? ret : file_open__guard(file);
}

SEC("fmod_ret/security_file_open")
int BPF_PROG(fmod_open, struct file *file, int ret)
{
	return ret ? ret : file_open__guard(file);
}

char _license[] SEC("license") __weak = "GPL";
