/* SPDX-License-Identifier: Apache-2.0 */
/* store_sqlite_error.c - SQLite's result codes as ours; constraints named as PostgreSQL does. */
#include <stdio.h>

#include "base/text.h"
#include "store/store_sqlite.h"

static const struct {
	int rc, code;
} rows[] = {
	{SQLITE_BUSY, STORE_EBUSY}, {SQLITE_LOCKED, STORE_EBUSY}, {SQLITE_PROTOCOL, STORE_EBUSY},
	{SQLITE_CONSTRAINT, STORE_ECONSTRAINT}, {SQLITE_MISMATCH, STORE_ECONSTRAINT},
	{SQLITE_FULL, STORE_EFULL}, {SQLITE_IOERR, YG_EIO}, {SQLITE_CANTOPEN, YG_EIO},
	{SQLITE_PERM, YG_EIO}, {SQLITE_NOMEM, YG_ENOMEM}, {SQLITE_TOOBIG, YG_ELIMIT},
	{SQLITE_INTERRUPT, STORE_ETIMEOUT}, {SQLITE_READONLY, STORE_EREADONLY},
	{SQLITE_CORRUPT, STORE_ECORRUPT}, {SQLITE_NOTADB, STORE_EFOREIGN},
};

static int code_of(int rc)
{
	for (size_t i = 0; i < YG_COUNT(rows); i++)
		if ((rc & 0xff) == rows[i].rc)
			return rows[i].code;
	return STORE_ESQL;
}

static enum store_constraint kind_of(int rc)
{
	switch (rc) {
	case SQLITE_CONSTRAINT_UNIQUE: case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID: return STORE_UNIQUE;
	case SQLITE_CONSTRAINT_FOREIGNKEY: return STORE_FOREIGN_KEY;
	case SQLITE_CONSTRAINT_CHECK: return STORE_CHECK;
	case SQLITE_CONSTRAINT_NOTNULL: return STORE_NOT_NULL;
	default: return STORE_OTHER_CONSTRAINT;
	}
}

static void append(char *to, size_t room, struct sv s)
{
	size_t n = strlen(to);

	if (s.n >= room - n)
		s.n = room - n - 1;
	memcpy(to + n, s.p, s.n);
	to[n + s.n] = '\0';
}

/*
 * "UNIQUE constraint failed: unit.parent, unit.name" is unit_parent_name_key there; the
 * primary key unit_pkey; "NOT NULL constraint failed: unit.name" unit_name_not_null.
 */
static void name_constraint(struct store *s, int rc, struct sv text)
{
	size_t room = sizeof s->constraint_name;
	char *to = s->constraint_name;
	struct sv item, table, column;
	bool first = true;

	if (s->constraint == STORE_FOREIGN_KEY)
		return;
	if (s->constraint == STORE_CHECK || sv_find(text, '.') == text.n) {
		/* "index 'name'": a unique index on an expression. */
		if (sv_starts(text, SV("index '")))
			text = sv_first(sv_from(text, 7), sv_find(sv_from(text, 7), '\''));
		append(to, room, text);
		return;
	}
	while (sv_next(&text, ',', &item)) {
		if (!sv_cut(sv_trim(item), '.', &table, &column))
			return;
		if (first)
			append(to, room, table);
		first = false;
		if (rc == SQLITE_CONSTRAINT_PRIMARYKEY || rc == SQLITE_CONSTRAINT_ROWID)
			break;
		append(to, room, SV("_"));
		append(to, room, column);
	}
	append(to, room, s->constraint == STORE_NOT_NULL ? SV("_not_null")
			 : s->constraint != STORE_UNIQUE ? SV("")
			 : rc == SQLITE_CONSTRAINT_UNIQUE ? SV("_key") : SV("_pkey"));
}

int store_sqlite_fail(struct store *s, int rc)
{
	const char *text = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc);
	int code = code_of(rc);
	struct sv head, rest;

	s->constraint_name[0] = '\0';
	if (code == STORE_ECONSTRAINT) {
		s->constraint = kind_of(rc);
		if (sv_cut(sv_of(text), ':', &head, &rest))
			name_constraint(s, rc, sv_trim(rest));
	}
	return store_fail(s, code, text);
}
