/* SPDX-License-Identifier: Apache-2.0 */
/*
 * os.h - distributions and their releases: one spelling for what os-release, purl qualifiers,
 * feeds and people write ("bookworm", "debian-12.5", "12", "Debian GNU/Linux 12").
 *
 * Ownership: results are constants or views into the arguments; nothing is allocated.
 * Errors:    none: an unknown distribution keeps the spelling it came with, if it can be an
 *	os-release ID at all (lower-case letters, digits, ".", "_", "-"); else it is empty.
 * Threads:   no shared state.   Trust: any bytes.
 */
#ifndef YAGURA_OS_H
#define YAGURA_OS_H

#include "base/base.h"

struct os_ref {
	struct sv family;	/* os-release ID: "debian", "almalinux"; empty when unknown */
	struct sv release;	/* as precise as it was stated, but for what never decides:
				 * debian "12", "sid"; ubuntu "22.04"; alpine "3.19", "edge";
				 * almalinux "9.4"; empty when unknown or rolling */
};

/* From os-release(5): ID, VERSION_ID, VERSION_CODENAME and PRETTY_NAME; each may be empty. */
struct os_ref os_resolve(struct sv id, struct sv version_id, struct sv codename,
			 struct sv pretty_name);

/*
 * From a purl's namespace and distro= qualifier.  The qualifier may be "debian-12",
 * "debian-12.5", "bookworm", "12", "alpine-3.19.1", "photon-4"; a family that it names wins
 * over the namespace (pkg:rpm/vmware/...?distro=photon-4).
 */
struct os_ref os_of_purl(struct sv ns, struct sv distro);

/* From what a person types: "debian:12", "debian-12", "debian/bookworm", "ubuntu 22.04". */
struct os_ref os_of_text(struct sv text);

/* The version of a Debian or Ubuntu codename ("bookworm" is "12"), and back; empty: none. */
struct sv os_codename_release(struct sv family, struct sv codename);
struct sv os_release_codename(struct sv family, struct sv release);

/* The distribution that a codename belongs to ("jammy": ubuntu); empty family when none. */
struct os_ref os_of_codename(struct sv codename);

#endif
