/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml_detect.c - which XML is which, without libxml2, so that yagura can tell.  The readers are
 * in heavy/.
 */
#include "identify/reader_list.h"

#include "base/text.h"
#include "identify/lock/lock.h"

/* The root element's tag: from its '<', as far as the head goes; empty when there is none. */
static struct sv root_tag(struct sv head)
{
	for (;;) {
		struct sv end;
		head = sv_trim(head);
		if (sv_starts(head, SV("<?")))
			end = SV("?>");
		else if (sv_starts(head, SV("<!--")))
			end = SV("-->");
		else if (sv_starts(head, SV("<!")))
			end = SV(">");
		else
			break;
		size_t at = sv_search(head, end);
		head = sv_from(head, at + end.n);
	}
	if (!sv_starts(head, SV("<")))
		return (struct sv){NULL, 0};
	return sv_first(head, sv_find(head, '>'));
}

/* Is it an element of that name, with or without a prefix? */
static bool is_element(struct sv tag, struct sv name)
{
	struct sv word = sv_from(tag, 1), prefix, local;
	size_t n = 0;

	while (n < word.n && !ch_space((unsigned char)word.p[n]) && word.p[n] != '/')
		n++;
	word = sv_first(word, n);
	return sv_eq(sv_cut(word, ':', &prefix, &local) ? local : word, name);
}

static bool holds(struct sv tag, struct sv what)
{
	return sv_search(tag, what) < tag.n;
}

int cyclonedx_xml_detect(struct sv path, struct sv head)
{
	struct sv tag = root_tag(head);

	(void)path;
	return is_element(tag, SV("bom")) && holds(tag, SV("http://cyclonedx.org/schema/bom/"))
		       ? 100 : 0;
}

int maven_pom_detect(struct sv path, struct sv head)
{
	struct sv tag = root_tag(head);

	if (is_element(tag, SV("project")) && holds(tag, SV("http://maven.apache.org/POM/")))
		return 95;
	if (lock_is_named(path, SV("pom.xml")))
		return 90;
	return sv_ends(path, SV(".pom")) && is_element(tag, SV("project")) ? 90 : 0;
}

int packages_config_detect(struct sv path, struct sv head)
{
	return lock_is_named(path, SV("packages.config")) &&
	       is_element(root_tag(head), SV("packages")) ? 90 : 0;
}
