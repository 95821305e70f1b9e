/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The kernel's flags and numbers as the event table has them, where they differ. Bits move by
 * products of powers of two, which are shifts: no branches.
 */
#ifndef RE_CALL_FLAGS_H
#define RE_CALL_FLAGS_H

#include "maps.h"

#define RE_MOVE(from, bit, to) (((from) / (bit) & 1) * (to))

/* CLONE_*, of unshare, setns and clone. */
static __always_inline __u32 flags__of_clone(__u64 from)
{
	return RE_MOVE(from, 0x400, 1) | RE_MOVE(from, 0x200, 2) | RE_MOVE(from, 0x80000000, 4) |
	       RE_MOVE(from, 0x08000000, 8) | RE_MOVE(from, 0x40000000, 16) |
	       RE_MOVE(from, 0x00020000, 32) | RE_MOVE(from, 0x20000000, 64) |
	       RE_MOVE(from, 0x04000000, 128) | RE_MOVE(from, 0x8000, 256) |
	       RE_MOVE(from, 0x100000, 512) | RE_MOVE(from, 0x2000, 1024) |
	       RE_MOVE(from, 0x800, 2048) | RE_MOVE(from, 0x40000, 4096) |
	       RE_MOVE(from, 0x10000, 8192) | RE_MOVE(from, 0x800000, 16384) |
	       RE_MOVE(from, 0x100, 32768) | RE_MOVE(from, 0x10000000, 0x100000) |
	       RE_MOVE(from, 0x200000, 0x800000) | RE_MOVE(from, 0x1000000, 0x1000000) |
	       RE_MOVE(from, 0x80000, 0x2000000) | RE_MOVE(from, 0x4000, 0x8000000) |
	       RE_MOVE(from, 0x02000000, 0x10000000);
}

/* O_NONBLOCK and O_CLOEXEC, of calls that take no other open flag. */
static __always_inline __u32 flags__of_descriptor(__u64 from)
{
	return RE_MOVE(from, 04000, 64) | RE_MOVE(from, 02000000, 4096);
}

static __always_inline __u32 flags__of_pipe(__u64 from)
{
	return flags__of_descriptor(from) | RE_MOVE(from, 040000, 512);
}

/* The magic number that old programs put before the flags of mount is none of them. */
static __always_inline __u32 flags__of_mount(__u32 from)
{
	return (from & 0xffff0000) == 0xc0ed0000 ? from & 0xffff : from;
}

static __always_inline __u32 flags__of_fchownat(__u64 from)
{
	return RE_MOVE(from, 0x100, 1024) | (from & 0x1000);
}

static __always_inline __u32 flags__of_protection(__u64 from)
{
	return (from & 15) | RE_MOVE(from, 0x01000000, 16) | RE_MOVE(from, 0x02000000, 32);
}

static __always_inline __u32 flags__of_mapping(__u64 from)
{
	return (from & 3) | RE_MOVE(from, 0x10, 4) | RE_MOVE(from, 0x20, 8) |
	       RE_MOVE(from, 0x40, 16) | RE_MOVE(from, 0x4000, 64) | RE_MOVE(from, 0x8000, 128) |
	       RE_MOVE(from, 0x10000, 256) | RE_MOVE(from, 0x100, 512) |
	       RE_MOVE(from, 0x800, 1024) | RE_MOVE(from, 0x1000, 2048) |
	       RE_MOVE(from, 0x2000, 16384);
}

/* IORING_SETUP_*: the table has one more bit in between. */
static __always_inline __u32 flags__of_uring(__u32 from)
{
	return (from & 3) | (from & 0x7c) << 1;
}

static __always_inline __u8 fcntl__command(__u32 from)
{
	switch (from) {
	case 0 ... 5:
		return from + 1;
	case 6:
	case 7:
	case 8:
		return from + 2;
	case 9:
		return 12;
	case 10:
		return 13;
	case 11:
		return 15;
	case 15:
		return 21;
	case 16:
		return 22;
	case 36 ... 38:
		return from - 6;
	case 1024:
		return 23;
	case 1025:
		return 24;
	case 1026:
		return 27;
	case 1029:
	case 1030:
		return from - 1004;
	case 1031:
	case 1032:
		return from - 1003;
	default:
		return 0;
	}
}

static __always_inline __u16 ptrace__request(__u64 from)
{
	if (from <= 9)
		return from + 1;
	if (from >= 12 && from <= 15)
		return from + 14;
	if (from == 16 || from == 17)
		return from - 5;
	if (from == 18 || from == 19)
		return from + 12;
	if (from == 21)
		return 32;
	if (from == 24)
		return 13;
	if (from == 25 || from == 26)
		return from + 8;
	if (from >= 30 && from <= 33)
		return from == 30 ? 35 : from + 5;
	if (from >= 0x4200 && from <= 0x420b)
		return from - 0x4200 + 14;
	return 0;
}

#endif
