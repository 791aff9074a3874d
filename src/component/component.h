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
	COMPONENT_THIRD_PARTY = 1u << 5,	/* not built by the distribution it is on */
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

/* Packages of a distribution: deb, rpm, apk, alpm. */
bool component_is_os_package(const struct component *c);

/* "1:2.3-4" is epoch "1" and rest "2.3-4"; false, and *rest = version, without an epoch. */
bool component_split_epoch(struct sv version, struct sv *epoch, struct sv *rest);

/*
 * Bring a component into the one spelling described above, whatever its reader left out:
 * "0:" is cut from rpm versions, os_family and os_release are resolved, ns of a distribution's
 * package is filled in from the family, an absent source from name and version.  Does not
 * touch what is right already, so it may be called twice.
 */
void component_finish(struct component *c);

/*
 * From a package URL, read leniently (purl.h).  Taken into their fields are the qualifiers
 * arch, distro, epoch, upstream ("openssl", "openssl@3.0-1", "openssl-3.0-1.src.rpm"; also
 * spelled source=, in apk origin=), rpmmod (module label) and our own third_party (origin).
 * *out is finished.
 */
int component_from_purl(struct arena *a, struct sv text, struct component *out,
			struct yg_err *err) YG_CHECK;

/*
 * The canonical package URL that says everything a verdict depends on but CPE names and
 * flags, so that component_from_purl() of it gives the same component.  upstream= is left out
 * where it says nothing new.  YG_EINVAL: no type, so no purl; YG_ELIMIT: too long for one.
 */
int component_purl(struct arena *a, const struct component *c, struct sv *out) YG_CHECK;

/*
 * A document's packages whose source was assumed: when any other one states its source, its
 * maker states it wherever it differs from the name, so COMPONENT_SOURCE_ASSUMED is cleared.
 */
void component_settle_sources(struct component *list, size_t count);

/* The same piece of software: everything a verdict depends on is equal; not where it was seen,
 * how its purl was written, whether its source was stated or assumed, or what it is for. */
bool component_same(const struct component *a, const struct component *b);

#endif
