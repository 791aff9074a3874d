/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/heavy/xml.h"

#include <libxml/xmlreader.h>

#include "base/text.h"

enum { TEXT_MAX = 1 << 20 };

static bool fail(struct xml *x, int code, const char *what)
{
	if (!x->code)
		x->code = yg_fail(&x->err, code, xml_at(x), what);
	return false;
}

int xml_err(const struct xml *x, struct yg_err *err)
{
	if (x->code && err)
		*err = x->err;
	return x->code;
}

size_t xml_at(const struct xml *x)
{
	long at = x->reader ? xmlTextReaderByteConsumed(x->reader) : 0;

	return at < 0 ? 0 : (size_t)at < x->n ? (size_t)at : x->n;
}

static struct sv sv_of_xml(const xmlChar *s)
{
	return sv_of((const char *)s);
}

/* ---- the prolog, which libxml2 must not see unchecked ---- */

/* encoding="..." in the XML declaration; empty when it is not stated. */
static struct sv declared_encoding(struct sv declaration)
{
	size_t at = sv_search(declaration, SV("encoding"));
	struct sv rest = sv_from(declaration, at + 8), value, tail;
	size_t quote = 0;

	while (quote < rest.n && rest.p[quote] != '"' && rest.p[quote] != '\'')
		quote++;
	if (at == declaration.n || quote == rest.n)
		return (struct sv){NULL, 0};
	(void)sv_cut(sv_from(rest, quote + 1), rest.p[quote], &value, &tail);
	return value;
}

/* Those that need no table from the file system. */
static bool is_known_encoding(struct sv name)
{
	static const struct sv known[] = {
		SV_INIT("UTF-8"), SV_INIT("UTF8"), SV_INIT("US-ASCII"), SV_INIT("ASCII"),
		SV_INIT("ISO-8859-1"),
	};

	for (size_t i = 0; i < YG_COUNT(known); i++)
		if (sv_ieq(name, known[i]))
			return true;
	return name.n == 0;
}

/* White space, comments and processing instructions up to the root; a DOCTYPE is refused. */
static bool check_prolog(struct xml *x, struct sv text)
{
	bool first = true;

	for (;; first = false) {
		struct sv end;
		text = first ? text : sv_trim(text);
		if (sv_starts(text, SV("<?")))
			end = SV("?>");
		else if (sv_starts(text, SV("<!--")))
			end = SV("-->");
		else
			break;
		size_t at = sv_search(text, end);
		if (sv_starts(text, SV("<?xml")) &&
		    !is_known_encoding(declared_encoding(sv_first(text, at))))
			return fail(x, YG_EUNSUPPORTED, "an encoding that is not read; convert it "
				    "to UTF-8");
		text = sv_from(text, at + end.n);
	}
	text = sv_trim(text);
	if (text.n >= 2 && text.p[0] == '<' && text.p[1] == '!')
		return fail(x, YG_EUNSUPPORTED, "a document type declaration is not accepted");
	return true;
}

/* ---- moving ---- */

static int node_type(const struct xml *x)
{
	return xmlTextReaderNodeType(x->reader);
}

/* To the next node; false at the end and on errors. */
static bool step(struct xml *x)
{
	int r;

	if (x->code)
		return false;
	r = xmlTextReaderRead(x->reader);
	if (r == 1 && node_type(x) != XML_READER_TYPE_DOCUMENT_TYPE &&
	    node_type(x) != XML_READER_TYPE_ENTITY_REFERENCE)
		return true;
	if (r == 1)
		return fail(x, YG_EUNSUPPORTED, "a document type declaration is not accepted");
	if (r == 0)
		return false;
	const xmlError *e = xmlGetLastError();
	if (e && e->code == XML_ERR_NO_MEMORY)
		return fail(x, YG_ENOMEM, "out of memory");
	return fail(x, YG_ESYNTAX, xml_at(x) >= x->n ? "the XML ends too early"
						     : "not well-formed XML");
}

int xml_open(struct xml *x, struct sv text, struct sv *root)
{
	const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
			    XML_PARSE_NOCDATA | XML_PARSE_COMPACT;

	*x = (struct xml){.text = BUF_CAP(TEXT_MAX), .n = text.n};
	if (text.n > INT32_MAX)
		(void)fail(x, YG_ELIMIT, "the XML is too large");
	if (x->code || !check_prolog(x, text))
		return x->code;
	xmlResetLastError();
	x->reader = xmlReaderForMemory(text.p, (int)text.n, NULL, NULL, options);
	if (!x->reader) {
		(void)fail(x, YG_ENOMEM, "out of memory");
		return x->code;
	}
	while (step(x))
		if (node_type(x) == XML_READER_TYPE_ELEMENT) {
			*root = sv_of_xml(xmlTextReaderConstLocalName(x->reader));
			return 0;
		}
	(void)fail(x, YG_ESYNTAX, "no XML element");
	return x->code;
}

void xml_close(struct xml *x)
{
	if (x->reader)
		xmlFreeTextReader(x->reader);
	x->reader = NULL;
	buf_drop(&x->text);
}

struct sv xml_namespace(const struct xml *x)
{
	return sv_of_xml(xmlTextReaderConstNamespaceUri(x->reader));
}

int xml_depth(const struct xml *x)
{
	return xmlTextReaderDepth(x->reader);
}

/* Is the cursor at the end of the element at that depth (or on an empty one)? */
static bool at_end(struct xml *x, int depth)
{
	return xml_depth(x) == depth &&
	       (node_type(x) == XML_READER_TYPE_END_ELEMENT ||
		(node_type(x) == XML_READER_TYPE_ELEMENT &&
		 xmlTextReaderIsEmptyElement(x->reader) == 1));
}

bool xml_child(struct xml *x, int depth, struct sv *name)
{
	while (!x->code && !at_end(x, depth) && step(x)) {
		if (node_type(x) != XML_READER_TYPE_ELEMENT)
			continue;
		if (xml_depth(x) == depth + 1 && sv_starts(xml_namespace(x), x->ns)) {
			*name = sv_of_xml(xmlTextReaderConstLocalName(x->reader));
			return true;
		}
		xml_skip(x);
	}
	return false;
}

void xml_skip(struct xml *x)
{
	int depth = x->code ? 0 : xml_depth(x);

	while (!x->code && !at_end(x, depth) && step(x))
		continue;
}

void xml_text(struct xml *x, size_t max, struct sv *out)
{
	int depth = x->code ? 0 : xml_depth(x);
	struct sv part;

	buf_clear(&x->text);
	while (!x->code && !at_end(x, depth) && step(x)) {
		int type = node_type(x);
		if (xml_depth(x) != depth + 1 || (type != XML_READER_TYPE_TEXT &&
						  type != XML_READER_TYPE_CDATA &&
						  type != XML_READER_TYPE_SIGNIFICANT_WHITESPACE))
			continue;
		part = sv_of_xml(xmlTextReaderConstValue(x->reader));
		if (x->text.n < max)
			buf_sv(&x->text, sv_first(part, max - x->text.n));
	}
	if (x->text.err)
		(void)fail(x, x->text.err, "out of memory");
	if (!x->code)
		*out = sv_trim(buf_view(&x->text));
}

struct sv xml_attribute(struct xml *x, const char *name)
{
	struct sv value = {NULL, 0};

	if (x->code)
		return value;
	if (xmlTextReaderMoveToAttribute(x->reader, (const xmlChar *)name) == 1) {
		value = sv_of_xml(xmlTextReaderConstValue(x->reader));
		buf_clear(&x->text);
		buf_sv(&x->text, sv_first(value, TEXT_MAX));
		value = buf_view(&x->text);
		if (x->text.err)
			(void)fail(x, x->text.err, "out of memory");
	}
	(void)xmlTextReaderMoveToElement(x->reader);
	return value;
}

int xml_end(struct xml *x, struct yg_err *err)
{
	while (step(x))
		continue;
	return xml_err(x, err);
}
