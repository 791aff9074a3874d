/* SPDX-License-Identifier: Apache-2.0 */
/*
 * package_flags.h - what a distribution package's name, version or vendor says about it.
 *
 * Ownership: results are constants or views into the arguments.
 * Errors:    none: a package that no rule knows gets no flag.
 * Threads:   no shared state.   Trust: any bytes.
 */
#ifndef YAGURA_PACKAGE_FLAGS_H
#define YAGURA_PACKAGE_FLAGS_H

#include "component/component.h"

/* COMPONENT_KERNEL_IMAGE, _HEADERS and _NO_CODE of a package of type deb, rpm or apk. */
unsigned package_flags(struct sv type, struct sv name);

/*
 * Who built a package that is not the distribution's own: the vendor's or repository's name;
 * empty when nothing says so.  maintainer: dpkg Maintainer:, rpm Vendor.  A wrong yes would
 * hide findings, so only marks that a distribution never carries count.
 */
struct sv package_third_party(struct sv os_family, struct sv type, struct sv version,
			      struct sv maintainer);

#endif
