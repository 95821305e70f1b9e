/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The end of calls that name files: names, modes, owners, links, mounts. */
#include "call.h"
#include "call_flags.h"

RE_WATCH(unlink, 301, ALONE, RESULT, TEXT(0))
RE_WATCH(unlinkat, 303, ABOUT(0), RESULT, FD(0), TEXT(1), VALUE32(ARGUMENT(2) & 0x200))
RE_WATCH(rename, 175, ALONE, RESULT, TEXT(0), TEXT(1))
RE_WATCH(renameat, 177, BOTH(0, 2), RESULT, FD(0), TEXT(1), FD(2), TEXT(3))
RE_WATCH(renameat2, 319, BOTH(0, 2), RESULT, FD(0), TEXT(1), FD(2), TEXT(3), U32(4))
RE_WATCH(mkdir, 277, ALONE, RESULT, TEXT(0), U32(1))
RE_WATCH(mkdirat, 305, ABOUT(0), RESULT, FD(0), TEXT(1), U32(2))
RE_WATCH(rmdir, 279, ALONE, RESULT, TEXT(0))
RE_WATCH(symlink, 179, ALONE, RESULT, TEXT(0), TEXT(1))
RE_WATCH(symlinkat, 181, ABOUT(1), RESULT, TEXT(0), FD(1), TEXT(2))
RE_WATCH(link, 309, ALONE, RESULT, TEXT(0), TEXT(1))
RE_WATCH(linkat, 311, BOTH(0, 2), RESULT, FD(0), TEXT(1), FD(2), TEXT(3),
	 VALUE32(ARGUMENT(4) & 0x1400))
RE_WATCH(chmod, 315, ALONE, RESULT, TEXT(0), VALUE32(ARGUMENT(1) & 07777))
RE_WATCH(fchmod, 317, ABOUT(0), RESULT, FD(0), VALUE32(ARGUMENT(1) & 07777))
RE_WATCH(fchmodat, 313, ABOUT(0), RESULT, FD(0), TEXT(1), VALUE32(ARGUMENT(2) & 07777))
RE_WATCH(chown, 379, ALONE, RESULT, TEXT(0), U32(1), U32(2))
RE_WATCH(lchown, 381, ALONE, RESULT, TEXT(0), U32(1), U32(2))
RE_WATCH(fchown, 383, ABOUT(0), RESULT, FD(0), U32(1), U32(2))
RE_WATCH(fchownat, 385, ABOUT(0), RESULT, FD(0), TEXT(1), U32(2), U32(3),
	 VALUE32(flags__of_fchownat(ARGUMENT(4))))
RE_WATCH(mknod, 415, ALONE, RESULT, TEXT(0), U32(1), U32(2))
RE_WATCH(mknodat, 417, ABOUT(0), RESULT, FD(0), TEXT(1), U32(2), U32(3))
RE_WATCH(access, 265, ALONE, RESULT, TEXT(0), VALUE32(ARGUMENT(1) & 7))
RE_WATCH_OF(stat, newstat, 67, ALONE, RESULT, TEXT(0))
RE_WATCH_OF(lstat, newlstat, 69, ALONE, RESULT, TEXT(0))
RE_WATCH_OF(fstat, newfstat, 71, ABOUT(0), RESULT, FD(0))
RE_WATCH(newfstatat, 419, ABOUT(0), RESULT, FD(0), TEXT(1), VALUE32(ARGUMENT(3) & 0x1900))
RE_WATCH(mount, 257, ALONE, RESULT, TEXT(0), TEXT(1), TEXT(2),
	 VALUE32(flags__of_mount(ARGUMENT(3))))
RE_WATCH_OF(umount2, umount, 391, ALONE, RESULT, TEXT(0), VALUE32(ARGUMENT(1) & 15))
RE_WATCH(chdir, 95, ALONE, RESULT, TEXT(0))
RE_WATCH(fchdir, 97, ABOUT(0), RESULT, FD(0))
RE_WATCH(chroot, 267, ALONE, RESULT, TEXT(0))

char _license[] SEC("license") __weak = "GPL";
