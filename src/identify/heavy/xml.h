/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml.h - a pull cursor over one XML text, over libxml2's xmlTextReader.
 *
 *	depth = xml_depth(x);
 *	while (xml_child(x, depth, &name))
 *		if (sv_is(name, "purl"))
 *			xml_text(x, &purl);
 *		else
 *			xml_skip(x);
 *
 * Every child is consumed exactly once: its text read, its children read, or skipped.
 *
 * Ownership: names and attribute values live until the cursor moves; a text until the next
 *	xml_text().
 * Errors:    sticky, as in json.h; xml_err() at the end.
 * Threads:   one cursor, one thread; libxml2's own state is initialised by xml_open().
 * Trust:     hostile.  A DOCTYPE is refused before libxml2 sees it, so no entity but the five
 *	of XML exists; nothing is loaded; depth, names and texts are capped by libxml2.
 */
#ifndef YAGURA_XML_H
#define YAGURA_XML_H

#include "base/buf.h"

struct _xmlTextReader;

struct xml {
	struct _xmlTextReader *reader;
	struct buf text;
	size_t n;		/* bytes of the whole */
	struct sv ns;		/* prefix of the namespaces whose elements are seen; empty: all */
	int code;
	struct yg_err err;
};

#define xml_auto __attribute__((cleanup(xml_close))) struct xml

/* Start on the root element, *root is its name without a prefix.  YG_ESYNTAX, YG_EUNSUPPORTED
 * (encoding, DOCTYPE), YG_ENOMEM; xml_err() has the reason. */
int xml_open(struct xml *x, struct sv text, struct sv *root) YG_CHECK;
void xml_close(struct xml *x);

/* Namespace of the current element; empty when it has none. */
struct sv xml_namespace(const struct xml *x);
int xml_depth(const struct xml *x);

/* Go to the next child of the element at that depth whose namespace begins with x->ns (others
 * are passed over); false at its end. */
bool xml_child(struct xml *x, int depth, struct sv *name);

/* The text of the current element without that of its children, white space trimmed; at most
 * max bytes of it.  Consumes the element. */
void xml_text(struct xml *x, size_t max, struct sv *out);
void xml_skip(struct xml *x);

/* The value of an attribute of the current element; {NULL,0} when absent.  Before its text or
 * children are read; lives until the next call. */
struct sv xml_attribute(struct xml *x, const char *name);

/* Bytes read so far: where in the text the cursor is, about. */
size_t xml_at(const struct xml *x);

/* Read on to the end of the document: 0, or the code of the first error. */
int xml_end(struct xml *x, struct yg_err *err) YG_CHECK;
int xml_err(const struct xml *x, struct yg_err *err);

#endif
