/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpm_names.h - names of rpm files and packages taken apart: name-version-release[.arch].
 *
 * Ownership: results are views into the argument.
 * Errors:    false when the text has no such shape; out-parameters are untouched then.
 * Threads:   no shared state.   Trust: any bytes.
 */
#ifndef YAGURA_RPM_NAMES_H
#define YAGURA_RPM_NAMES_H

#include "base/base.h"

/* "bash-5.1.8-9.el9.src.rpm", "bash-5.1.8-9.el9": "bash" and "5.1.8-9.el9". */
bool rpm_source_split(struct sv file, struct sv *name, struct sv *version);

/* "bash-5.1.8-9.el9.x86_64": "bash", "5.1.8-9.el9" and "x86_64".  Only architectures that rpm
 * knows, and ".(none)", which gives an empty one. */
bool rpm_package_split(struct sv text, struct sv *name, struct sv *version, struct sv *arch);

#endif
