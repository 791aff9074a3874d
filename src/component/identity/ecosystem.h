/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ecosystem.h - where a package lives: purl types and distributions on one side, the
 * ecosystems of OSV and of our match index on the other.
 *
 * A key is (ecosystem, name), spelled the same way whoever asks: "Debian:12" and "openssl",
 * "PyPI" and "zope-interface", "Maven" and "org.apache.logging.log4j:log4j-core".  Feed
 * readers get it from ecosystem_key() and ecosystem_fold(), inventories from
 * ecosystem_of_component() and ecosystem_package().
 *
 * Ownership: rows are constants; texts are views into the arguments, constants, or in the
 *	arena.
 * Errors:    YG_ENOMEM; YG_ENOTFOUND where nothing is known under that name.
 * Threads:   no shared state.   Trust: any bytes.
 */
#ifndef YAGURA_ECOSYSTEM_H
#define YAGURA_ECOSYSTEM_H

#include "component/component.h"

enum ecosystem_release {	/* how the release is written after the ecosystem's name */
	ECOSYSTEM_NO_RELEASE,
	ECOSYSTEM_MAJOR,	/* "Debian:12", "AlmaLinux:9" */
	ECOSYSTEM_WHOLE,	/* as in os_ref: "Ubuntu:22.04", "SUSE:15.5" */
	ECOSYSTEM_V,		/* "Alpine:v3.19", "Alpine:edge" */
	ECOSYSTEM_DOT_ZERO,	/* "Photon OS:4.0" */
	ECOSYSTEM_LEAP,		/* "openSUSE:Leap 15.5" */
	ECOSYSTEM_FIXED,	/* one release of the family: "openSUSE:Tumbleweed" */
};

enum ecosystem_name {		/* how a package is named */
	ECOSYSTEM_NAME,		/* name alone */
	ECOSYSTEM_NS_SLASH_NAME,	/* "@angular/core", "github.com/spf13/cobra" */
	ECOSYSTEM_NS_COLON_NAME,	/* "org.apache.commons:commons-text" */
};

enum ecosystem_fold {		/* which names are the same package */
	ECOSYSTEM_EXACT,
	ECOSYSTEM_LOWER,	/* ASCII case does not count */
	ECOSYSTEM_PEP503,	/* ... and runs of "-_." are one '-' */
};

struct ecosystem {
	struct sv osv;		/* base name: "Debian", "PyPI" */
	struct sv type;		/* purl type */
	struct sv family;	/* distributions: os-release ID; else empty */
	struct sv ns;		/* distributions: the namespace in purls; else empty */
	unsigned char release;	/* enum ecosystem_release */
	unsigned char name;	/* enum ecosystem_name */
	unsigned char fold;	/* enum ecosystem_fold */
	bool source;		/* advisories name source packages (deb, apk) */
};

/* The row of an OSV ecosystem's name, with or without its release; NULL when not known. */
const struct ecosystem *ecosystem_find(struct sv osv);
/* The row of a distribution's family, or of a purl type that needs no distribution; NULL. */
const struct ecosystem *ecosystem_of_family(struct sv family);
const struct ecosystem *ecosystem_of_type(struct sv type);
/* The i-th row of the table; NULL after the last. */
const struct ecosystem *ecosystem_at(size_t i);

/*
 * The key of an ecosystem as a feed writes it: "Debian:12" stays, "Ubuntu:22.04:LTS" is
 * "Ubuntu:22.04", "Red Hat:enterprise_linux:9::baseos" is "Red Hat:9", "SUSE:Linux Enterprise
 * Module for Basesystem 15 SP5" is "SUSE:15.5".  What has a channel of its own keeps it
 * ("Ubuntu:Pro:22.04", "Red Hat:rhel_eus:9.4"); unknown ecosystems stay as they are.
 */
int ecosystem_key(struct arena *a, struct sv osv, struct sv *out) YG_CHECK;

/* The key of a distribution's release: ("debian", "12") is "Debian:12". */
int ecosystem_of_os(struct arena *a, struct sv family, struct sv release, struct sv *out)
	YG_CHECK;

/*
 * The key under which advisories about c are filed.  *row (may be NULL) is its row.
 * YG_ENOTFOUND: none (a generic purl, a distribution nobody publishes advisories for);
 * YG_EINVAL: the distribution is known and its release, which the key needs, is not.
 */
int ecosystem_of_component(struct arena *a, const struct component *c,
			   const struct ecosystem **row, struct sv *out) YG_CHECK;

/* The name in a key, from a feed's spelling (row may be NULL: exact). */
int ecosystem_fold(struct arena *a, const struct ecosystem *row, struct sv name,
		   struct sv *out) YG_CHECK;

/* The name in a key, from a component: namespace and name joined and folded. */
int ecosystem_package(struct arena *a, const struct ecosystem *row, const struct component *c,
		      struct sv *out) YG_CHECK;

/*
 * The source package as advisories name it, with its version: kernels signed in a package of
 * their own (linux-signed-amd64 6.1.192+2) are linux 6.1.192-2.
 */
int ecosystem_source(struct arena *a, const struct component *c, struct sv *name,
		     struct sv *version) YG_CHECK;

#endif
