/* SPDX-License-Identifier: Apache-2.0 */
/*
 * component.h - one piece of installed software, as an inventory states it.
 *
 * Every inventory reader ends here, and matching starts here, so two readers that saw the
 * same package must fill in the same fields with the same bytes.  The rules are next to the
 * fields; component_finish() applies those that can be applied mechanically.
 *
 * Ownership: the views belong to whoever made the component: a reader's arena or its input.
 * Errors:    0 or a negative YG_E* code; *out is untouched on failure.
 * Threads:   no shared state.
 * Trust:     every field may come from hostile input; only lengths are bounded (limits.h).
 */
#ifndef YAGURA_COMPONENT_H
#define YAGURA_COMPONENT_H

#include "base/base.h"

enum component_flag {
	COMPONENT_KERNEL_IMAGE = 1u << 0,	/* a kernel that can be booted, or its modules */
	COMPONENT_KERNEL_RUNNING = 1u << 1,	/* ... and it is the one that runs */
	COMPONENT_KERNEL_IDLE = 1u << 2,	/* ... and it is known not to run; neither bit:
						 * nobody said which kernel runs */
	COMPONENT_HEADERS = 1u << 3,		/* development headers of a kernel */
	COMPONENT_NO_CODE = 1u << 4,		/* documentation, debug symbols, headers, meta
						 * packages: nothing of it is ever executed */
	COMPONENT_THIRD_PARTY = 1u << 5,	/* not built by the distribution it is installed on */
	COMPONENT_DEV = 1u << 6,		/* a lock file says: for development only */
	COMPONENT_SOURCE_ASSUMED = 1u << 7,	/* source_name was not stated; see below */
	COMPONENT_MODULE_KNOWN = 1u << 8,	/* the module label was readable: when module is
						 * empty, the package is not modular */
};

struct component {
	struct sv type;		/* package URL type: "deb", "rpm", "apk", "npm", "generic"...;
				 * empty when only a name or a CPE is known */
	struct sv ns;		/* purl namespace: "debian", "@angular", "org.apache.logging.log4j",
				 * "github.com/spf13"; empty when the type has none */
	struct sv name;		/* binary package, as installed; never empty */
	struct sv version;	/* whole version in the type's own scheme; empty when unknown.
				 * deb "1:2.3-4+deb12u1"; rpm "1:2.3-4.el9", without "0:";
				 * apk "1.2.3-r0"; golang "v1.2.3" */
	struct sv arch;		/* "amd64", "x86_64", "noarch", "all"; empty when unknown */

	/*
	 * What it was built from: dpkg Source:, apk origin, rpm SOURCERPM (without an epoch,
	 * since the file name has none).  deb, rpm, apk: an absent source is filled in with
	 * name and version, which is what the package managers mean by leaving it out; when
	 * the inventory could not have said so (a purl without upstream=), the flag
	 * COMPONENT_SOURCE_ASSUMED tells that it is a guess.  Empty for other types.
	 */
	struct sv source_name;
	struct sv source_version;

	struct sv os_family;	/* os-release ID it belongs to: "debian", "almalinux"; lower case */
	struct sv os_release;	/* "12", "9.4", "3.19", "22.04": never a codename, except "sid" and
				 * the like; empty when unknown (ecosystem.h resolves them) */
	struct sv module;	/* rpm module label "nodejs:18:8060020220523160029:ad008a3a", or
				 * its first parts; see COMPONENT_MODULE_KNOWN */
	struct sv origin;	/* vendor, maintainer or repository of a third-party package */

	struct sv purl;		/* as given; component_purl() builds the canonical one */
	const struct sv *cpes;	/* CPE names as given */
	size_t cpe_count;
	struct sv file;		/* where it was seen: path inside the inventory; never identity */
	unsigned flags;		/* enum component_flag */
};

#endif
