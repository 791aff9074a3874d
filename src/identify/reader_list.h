/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader_list.h - the functions that the table in readers.c points to: two a format.
 *
 * Ownership, Errors, Threads, Trust: as reader.h says of detect() and read().
 */
#ifndef YAGURA_READER_LIST_H
#define YAGURA_READER_LIST_H

#include "identify/reader.h"

#define READER(name) \
	int name##_detect(struct sv path, struct sv head); \
	int name##_read(struct inventory_file *file, const struct inventory_sink *sink, \
			struct yg_err *err)

/* One line a format, in the order of names. */
READER(apk_installed);
READER(bun_lock);
READER(cargo_lock);
READER(composer_lock);
READER(conan_lock);
READER(cyclonedx_json);
READER(cyclonedx_xml);
READER(dotnet_deps);
READER(dpkg_list);
READER(dpkg_query);
READER(dpkg_status);
READER(envelope);
READER(gem_lock);
READER(go_mod);
READER(go_sum);
READER(gradle_lock);
READER(json_any);
READER(maven_pom);
READER(maven_properties);
READER(mix_lock);
READER(npm_lock);
READER(nuget_lock);
READER(packages_config);
READER(pdm_lock);
READER(pipfile_lock);
READER(pnpm_lock);
READER(podfile_lock);
READER(poetry_lock);
READER(pub_lock);
READER(purl_list);
READER(pylock);
READER(python_metadata);
READER(r_description);
READER(requirements);
READER(rpm_plain);
READER(rpm_query);
READER(rpm_sqlite);
READER(rpmdb_bdb);
READER(rpmdb_ndb);
READER(spdx3_json);
READER(spdx_json);
READER(spdx_rdf);
READER(spdx_tag);
READER(spdx_xml);
READER(spdx_yaml);
READER(swift_resolved);
READER(syft_json);
READER(utf16);
READER(uv_lock);
READER(yarn_lock);

#endif
