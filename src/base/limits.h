/* SPDX-License-Identifier: Apache-2.0 */
/* limits.h - every cap on hostile input, in one place.  A refusal names the limit it met. */
#ifndef YAGURA_LIMITS_H
#define YAGURA_LIMITS_H

#define KIB(n) ((size_t)(n) << 10)
#define MIB(n) ((size_t)(n) << 20)
#define GIB(n) ((size_t)(n) << 30)

enum {
	LIMIT_VERSION = 1024,			/* bytes of one version string */
	LIMIT_PURL = 4096,			/* bytes of one package URL */
	LIMIT_PURL_QUALIFIERS = 64,		/* qualifiers of one package URL */
	LIMIT_CPE = 4096,			/* bytes of one CPE name */
	LIMIT_NAME = 4096,			/* bytes of a package, vendor or product name */
	LIMIT_RANGE = 64 * 1024,		/* bytes of one range expression */
	LIMIT_COMPONENTS = 2000000,		/* components of one scan */
	LIMIT_COMPONENT_DEPTH = 64,		/* components nested in components */
	LIMIT_COMPONENT_CPES = 256,		/* CPE names of one component */
	LIMIT_ENVELOPE_DEPTH = 4,		/* signed envelopes in envelopes */
	LIMIT_RPM_TAGS = 65535,			/* tags of one rpm header */
	LIMIT_FILES = 1000000,			/* files walked in one directory or archive */
	LIMIT_WALK_DEPTH = 64,			/* nested directories; nested archives: below */
	LIMIT_ARCHIVE_DEPTH = 4,
	LIMIT_IMAGES = 64,			/* images of one saved archive */
	LIMIT_IMAGE_LAYERS = 1024,		/* layers of one image; builders stop at 127 */
	LIMIT_EVENTS = 100000,			/* range events or versions of one affected entry */
	LIMIT_AFFECTED = 20000,			/* affected entries of one record */
	LIMIT_ALIASES = 100,			/* CVEs that others' aliases may tie to one id */
	LIMIT_LINKS = 10000,			/* ids that one record links to; 1,626 occur */
	LIMIT_REFERENCES = 10000,		/* references of one record */
	LIMIT_CHANGES = 32,			/* changes of status inside one range */
	LIMIT_METRICS = 1000,			/* severity vectors of one record */
	LIMIT_SKIPPED_NAMED = 100,		/* bad records named; the rest is counted */
	LIMIT_CALC_LINE = 1 << 20,		/* bytes of one line given to `yagura calc` */
	LIMIT_LOG_LINE = 4096,			/* bytes of one message of the log; cut off */
	LIMIT_EXPLAIN_TEXT = 4000,		/* bytes of a description that explain shows */
};

/* Policies and severity vectors (src/assess). */
enum {
	LIMIT_CVSS = 512,			/* bytes of one CVSS vector; the longest has 236 */
	LIMIT_POLICY_INPUTS = 64,
	LIMIT_POLICY_TABLES = 64,
	LIMIT_POLICY_VALUES = 32,		/* values of one input or table */
	LIMIT_POLICY_ARITY = 10,		/* inputs of one table */
	LIMIT_POLICY_CELLS = 65535,		/* combinations of one table */
	LIMIT_POLICY_ROWS = 65535,		/* rows of one table */
	LIMIT_POLICY_RULES = 32,		/* caps, duties, floors, each */
	LIMIT_POLICY_NAME = 64,			/* bytes of one name */
	LIMIT_POLICY_PROBLEMS = 50,		/* problems listed; the rest is counted */
	LIMIT_POLICY_DAYS = 3650,		/* the longest deadline */
};

/* Feed files on their way in (src/fetch). */
enum {
	LIMIT_URL = 2048,
	LIMIT_PATH = 4096,			/* bytes of a path that a user names */
	LIMIT_SIDECAR = 64 * 1024,		/* bytes of one FILE.meta.json */
	LIMIT_FEEDS = 10000,			/* feed files of one folder */
};

/* The register (src/store). */
enum {
	LIMIT_STORE_PARAMETERS = 256,		/* parameters of one statement, columns of a copy */
	LIMIT_STORE_TABLES = 1000,		/* tables of one backup */
};
#define LIMIT_STORE_QUERY KIB(64)		/* bytes of one query's text */
#define LIMIT_STORE_DDL MIB(1)			/* bytes of one migration */
#define LIMIT_STORE_VALUE MIB(8)		/* one text or blob in a cell */
#define LIMIT_STORE_ROW MIB(24)			/* one row; a backup's frame holds one at least */
#define LIMIT_STORE_CHANGES MIB(16)		/* changes noted in one transaction */

#define LIMIT_POLICY MIB(1)			/* one policy document, or one CSV table */

#define LIMIT_OUTPUT_ROW MIB(64)		/* what one finding may take in an output */
#define LIMIT_COMMAND_MEMORY GIB(4)		/* the arena of one command */
#define LIMIT_CALC_MEMORY MIB(64)		/* what one line of `yagura calc` may take */
#define LIMIT_INPUT_FILE MIB(512)		/* one inventory file, uncompressed */
#define LIMIT_ARCHIVE_HEADER MIB(4)		/* one member's header in a tar */
#define LIMIT_IMAGE_KEPT MIB(512)		/* inventories of one image, all together */
#define LIMIT_IMAGE_MANIFEST MIB(4)		/* JSON that says what an image is made of, each */
#define LIMIT_IMAGE_MANIFESTS MIB(16)		/* ... and all together */
#define LIMIT_IMAGE_FILE ((uint64_t)64 << 30)	/* one image, uncompressed */
#define LIMIT_RPM_HEADER MIB(32)		/* one package's header in an rpm database */
#define LIMIT_COMPONENT_BYTES MIB(1)		/* decoded parts of one component */
#define LIMIT_FEED_RECORD MIB(16)		/* one feed record */
#define LIMIT_FEED_FILE GIB(8)			/* one feed file, uncompressed */
#define LIMIT_EXPANSION 500			/* uncompressed bytes a compressed byte may give
						 * (deflate reaches 1032 on zeros), but ... */
#define LIMIT_EXPANSION_FREE MIB(64)		/* ... up to here anything goes */
#define LIMIT_FRAME MIB(32)			/* one frame of the parser protocol */

#endif
