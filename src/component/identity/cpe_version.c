/* SPDX-License-Identifier: Apache-2.0 */
/* The version of a CPE name: in some vendors' names a part of it stands in the update. */
#include "component/identity/cpe.h"

#include "base/text.h"

static const struct {
	struct sv vendor, product, update, joint;
} folds[] = {
	{SV_INIT("paloaltonetworks"), SV_INIT("pan-os"), SV_INIT("h"), SV_INIT("-h")},
	{SV_INIT("oracle"), SV_INIT("jdk"), SV_INIT("update"), SV_INIT("_")},
	{SV_INIT("oracle"), SV_INIT("jre"), SV_INIT("update"), SV_INIT("_")},
	{SV_INIT("oracle"), SV_INIT("openjdk"), SV_INIT("update"), SV_INIT("_")},
};

static int join(struct arena *a, struct sv x, struct sv y, struct sv z, struct sv *out)
{
	struct sv s = sv_join(a, x, y, z);
	if (!s.p)
		return YG_ENOMEM;
	*out = s;
	return 0;
}

/* The row for this name's product and update: its place, or the number of rows. */
static size_t fold_of(const struct cpe *c)
{
	size_t i = 0;
	while (i < YG_COUNT(folds) && !(sv_eq(c->at[CPE_VENDOR].text, folds[i].vendor) &&
					sv_eq(c->at[CPE_PRODUCT].text, folds[i].product) &&
					sv_starts(c->at[CPE_UPDATE].text, folds[i].update)))
		i++;
	return i;
}

int cpe_folded_version(struct arena *a, const struct cpe *c, struct sv *out)
{
	struct sv version = c->at[CPE_VERSION].text, number;
	size_t i = cpe_is_plain(&c->at[CPE_UPDATE]) ? fold_of(c) : YG_COUNT(folds);
	uint64_t n;

	if (i < YG_COUNT(folds)) {
		number = sv_from(c->at[CPE_UPDATE].text, folds[i].update.n);
		if (sv_u64(number, &n) && sv_search(version, folds[i].joint) == version.n)
			return join(a, version, folds[i].joint, number, out);
	}
	*out = version;
	return 0;
}

int cpe_whole_version(struct arena *a, const struct cpe *c, struct sv *out)
{
	const struct cpe_value *update = &c->at[CPE_UPDATE];

	if (!cpe_is_plain(update) || fold_of(c) < YG_COUNT(folds))
		return cpe_folded_version(a, c, out);
	return join(a, c->at[CPE_VERSION].text, update->text, SV(""), out);
}
