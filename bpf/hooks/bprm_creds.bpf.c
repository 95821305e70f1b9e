/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Executing a program: the hook that computes the new credentials. It runs once, with the file that
 * will be executed in the end (of a script: its interpreter) and before the point of no return, so
 * a refusal leaves the old program running with a clean errno.
 */
#include "emit_exec.h"

static __always_inline int bprm_creds__guard(struct linux_binprm *bprm)
{
	struct re_operation operation = {RE_HOOK_BPRM_CREDS, RE_FAMILY_EXEC};
	struct re_scratch *scratch;
	__u32 slot;

	scratch = act__begin(operation, &slot);
	if (!scratch)
		return 0;
	/* The actor is the program to be. */
	scratch->subject.uid = BPF_CORE_READ(bprm, cred, euid.val);
	scratch->subject.exe_dentry = (__u64)BPF_CORE_READ(bprm, file, f_path.dentry);
	scratch->subject.exe_mount = (__u64)BPF_CORE_READ(bprm, file, f_path.mnt);
	exec__name(bprm, scratch, slot, scratch->subject.name);
	if (act__judge(slot, operation.family))
		exec__send_refused(slot, (__u64)BPF_CORE_READ(bprm, filename),
				   (__u64)BPF_CORE_READ(bprm, cred));
	return act__end(scratch, slot);
}

SEC("lsm/bprm_creds_from_file")
int BPF_PROG(guard_exec, struct linux_binprm *bprm, const struct file *file, int ret)
{
	return ret ? ret : bprm_creds__guard(bprm);
}

SEC("fmod_ret/security_bprm_creds_from_file")
int BPF_PROG(fmod_exec, struct linux_binprm *bprm, const struct file *file, int ret)
{
	return ret ? ret : bprm_creds__guard(bprm);
}

char _license[] SEC("license") __weak = "GPL";
