/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apk_installed.c - /lib/apk/db/installed: records of "X:value" lines, separated by blank
 * lines; upper and lower case letters are different fields (apk-tools, "Apk spec").  P name,
 * V version, A architecture, o origin (the source package).  When one comes twice, the first
 * counts; F:, R: and what follows them describe files.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/reading.h"

struct record {
	struct sv name, version, arch, origin;
	const char *at;
};

static bool is_field(struct sv line)
{
	return line.n >= 2 && line.p[1] == ':' && ch_alpha(line.p[0]);
}

static void take_field(struct record *k, struct sv line)
{
	struct sv value = sv_trim(sv_from(line, 2));
	struct sv *field = NULL;

	switch (line.p[0]) {
	case 'P': field = &k->name; break;
	case 'V': field = &k->version; break;
	case 'A': field = &k->arch; break;
	case 'o': field = &k->origin; break;
	default: return;
	}
	if (field->p == NULL)
		*field = value;
}

/* The record that *rest begins with; false at the end of the text. */
static bool next_record(struct sv *rest, struct record *k)
{
	struct sv line;

	*k = (struct record){0};
	while (sv_line(rest, &line)) {
		if (sv_trim(line).n == 0) {
			if (k->at)
				return true;
			continue;
		}
		if (!k->at)
			k->at = line.p;
		if (is_field(line))
			take_field(k, line);
	}
	return k->at != NULL;
}

static int give_record(struct reading *r, const struct record *k)
{
	struct component c = {.type = SV("apk"), .name = k->name, .version = k->version,
			      .arch = k->arch, .source_name = k->origin};
	size_t at = reading_at(r, k->at);

	if (k->name.n == 0)
		return reading_skip(r, at, k->name, "no P: line (name)");
	if (k->version.n == 0)
		return reading_skip(r, at, k->name, "no V: line (version)");
	return reading_give(r, at, &c);
}

int apk_installed_read(struct inventory_file *file, const struct inventory_sink *sink,
		       struct yg_err *err)
{
	reading_auto r;
	struct record k;
	struct sv rest;
	int rc = reading_start(&r, file, sink, err);

	if (rc < 0)
		return rc;
	rest = reading_view(&r);
	while (next_record(&rest, &k))
		if ((rc = give_record(&r, &k)) < 0)
			return rc;
	return 0;
}

/* C: (checksum) or P: first, and only fields of one letter before the first blank line. */
int apk_installed_detect(struct sv path, struct sv head)
{
	struct sv line;
	bool name = false, version = false, cut;

	while (sv_line(&head, &line) && sv_trim(line).n > 0) {
		cut = head.n == 0;
		if (!is_field(line))
			return cut && name && version ? 80 : 0;
		name |= line.p[0] == 'P';
		version |= line.p[0] == 'V';
	}
	if (!name || !version)
		return 0;
	return sv_ends(path, SV("apk/db/installed")) ? 95 : 80;
}
