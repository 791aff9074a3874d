/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unsupported.c - formats that are recognised so that the refusal can say what to do instead.
 */
#include "identify/reader_list.h"

#include "base/text.h"

static bool contains(struct sv head, const char *what)
{
	return sv_search(head, sv_of(what)) < head.n;
}

static int refuse(struct yg_err *err, const char *what)
{
	return yg_fail(err, YG_EUNSUPPORTED, 0, what);
}

#define REFUSE(name, message) \
	int name##_read(struct inventory_file *file, const struct inventory_sink *sink, \
			struct yg_err *err) \
	{ \
		(void)file; \
		(void)sink; \
		return refuse(err, message); \
	} \
	int name##_detect(struct sv path, struct sv head)

#define RPM_QUERY "rpm -qa --qf '%{NAME}\\t%{EPOCH}:%{VERSION}-%{RELEASE}\\t%{ARCH}\\t" \
		  "%{SOURCERPM}\\t%{MODULARITYLABEL}\\n'"

/* Magic numbers of Berkeley DB at offset 12, in either byte order: hash and btree. */
REFUSE(rpmdb_bdb, "an rpm database in Berkeley DB format; read the output of " RPM_QUERY
       " on the host instead")
{
	static const char magics[][4] = {"\x61\x15\x06\x00", "\x00\x06\x15\x61",
					 "\x62\x31\x05\x00", "\x00\x05\x31\x62"};

	(void)path;
	for (size_t i = 0; i < YG_COUNT(magics); i++)
		if (head.n >= 16 && memcmp(head.p + 12, magics[i], 4) == 0)
			return 90;
	return 0;
}

REFUSE(rpmdb_ndb, "an rpm database in ndb format; read the output of " RPM_QUERY
       " on the host instead")
{
	(void)path;
	return head.n >= 16 && sv_starts(head, SV("RpmP")) ? 90 : 0;
}

REFUSE(spdx_rdf, "SPDX as RDF; convert it to SPDX JSON or tag-value")
{
	(void)path;
	return contains(head, "<rdf:RDF") && contains(head, "spdx.org/rdf/terms") ? 90 : 0;
}

REFUSE(spdx_yaml, "SPDX as YAML; convert it to SPDX JSON or tag-value")
{
	(void)path;
	if (head.n == 0 || head.p[0] == '{' || head.p[0] == '<')
		return 0;
	return sv_starts(head, SV("spdxVersion:")) || contains(head, "\nspdxVersion:") ||
	       (contains(head, "SPDXID: \"SPDXRef-DOCUMENT\"") &&
		!contains(head, "SPDXVersion:")) ? 90 : 0;
}

REFUSE(spdx_xml, "SPDX as XML; convert it to SPDX JSON or tag-value")
{
	(void)path;
	return head.n > 0 && head.p[0] == '<' && contains(head, "<Document") &&
	       (contains(head, "<spdxVersion>") || contains(head, "<SPDXID>") ||
		contains(head, "SPDXRef-DOCUMENT")) ? 90 : 0;
}

/* A byte order mark, or ASCII with every second byte zero. */
REFUSE(utf16, "UTF-16 text; convert it to UTF-8")
{
	(void)path;
	if (sv_starts(head, SV("\xff\xfe")) || sv_starts(head, SV("\xfe\xff")))
		return 99;
	if (head.n < 8)
		return 0;
	for (size_t i = 0; i + 1 < 8; i += 2)
		if ((head.p[i] == '\0') == (head.p[i + 1] == '\0') ||
		    (head.p[i] == '\0') != (head.p[0] == '\0'))
			return 0;
	return 50;
}
