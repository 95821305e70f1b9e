/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The binary contract between the BPF programs and the engine: map keys and values, limits, numbers.
 * Ordered so that nothing pads by itself; every size is asserted. The C# mirrors are in
 * bpf/RulesEngine.Bpf/Abi and are compared with this file through the object's BTF.
 *
 * How a verdict comes about: a hook fills a subject (event type, dimension values), looks up each
 * dimension that is in use and ANDs the clause vectors it finds. The bits left standing are clauses
 * of rules that hold; the masks say what their rules want.
 */
#ifndef RE_ABI_H
#define RE_ABI_H

#define RE_ABI_VERSION	    1

/* Clauses of one generation; a rule set that needs more is refused at load. */
#define RE_CLAUSES_MAX	    1024
#define RE_VECTOR_WORDS	    (RE_CLAUSES_MAX / 64)
/* LPM tries take at most 256 bytes of data: 4 for the scope, 252 of the value. */
#define RE_KEY_TEXT_BYTES   252
#define RE_PATH_MAX_BYTES   4096
#define RE_COMM_BYTES	    16

/* A clause vector: bit c is set when clause c does not mind this value of this dimension. */
struct re_vector {
	__u64 words[RE_VECTOR_WORDS];
};

/*
 * Dimensions. Each dimension's values are looked up in the LPM trie of its shape:
 * text (paths, names; the text is followed by one NUL, so an exact value is the prefix "text\0"),
 * number (big-endian u64; ranges are sets of prefixes), address (family byte, 16 bytes; IPv4 in the
 * first four).
 */
enum re_dimension {
	RE_DIM_EVENT_TYPE = 0, /* number: the event code of the table, e.g. 307 */
	RE_DIM_PROC_NAME = 1,  /* text */
	RE_DIM_PROC_EXEPATH = 2, /* text */
	RE_DIM_FD_NAME = 3,	 /* text */
	RE_DIM_FD_SIP = 4,	 /* address */
	RE_DIM_FD_SPORT = 5,	 /* number */
	RE_DIM_USER_UID = 6,	 /* number */
	RE_DIM_COUNT = 7,
	RE_DIM_MAX = 32,
};

/* First word of every key: no entry of one generation or dimension is ever a prefix of another's. */
struct re_scope {
	__u8 generation;
	__u8 dimension;
	__u8 pad[2];
};

struct re_text_key {
	__u32 prefix_bits; /* 32 for the scope + 8 per byte of text */
	struct re_scope scope;
	char text[RE_KEY_TEXT_BYTES];
};

struct re_number_key {
	__u32 prefix_bits; /* 32 + 64 for an exact value */
	struct re_scope scope;
	__u8 number[8]; /* big endian */
};

struct re_address_key {
	__u32 prefix_bits; /* 32 + 8 + 8 per address byte */
	struct re_scope scope;
	__u8 family; /* 2 or 10, as in SOCKADDR parameters */
	__u8 address[16];
	__u8 pad[3];
};

_Static_assert(sizeof(struct re_vector) == RE_CLAUSES_MAX / 8, "re_vector");
_Static_assert(sizeof(struct re_scope) == 4, "re_scope");
_Static_assert(sizeof(struct re_text_key) == 8 + RE_KEY_TEXT_BYTES, "re_text_key");
_Static_assert(sizeof(struct re_number_key) == 16, "re_number_key");
_Static_assert(sizeof(struct re_address_key) == 28, "re_address_key");

#endif
