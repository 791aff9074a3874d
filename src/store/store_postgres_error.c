/* SPDX-License-Identifier: Apache-2.0 */
/* store_postgres_error.c - SQLSTATE as our codes (PostgreSQL 15, Appendix A). */
#include <stdio.h>

#include "base/text.h"
#include "store/store_postgres.h"

/* The longest prefix that fits counts; classes are the first two characters. */
static const struct {
	const char *prefix;
	int code;
} rows[] = {
	{"08", STORE_ELOST},		/* connection exception */
	{"22021", YG_EINVAL},		/* character not in repertoire */
	{"22", STORE_ESQL},		/* data exception: what we sent was checked before */
	{"23", STORE_ECONSTRAINT},
	{"25006", STORE_EREADONLY},
	{"28", STORE_EAUTH},		/* invalid authorization */
	{"3D000", YG_ENOTFOUND},	/* no such database */
	{"40", STORE_EBUSY},		/* serialization failure, deadlock: begin again */
	{"42501", STORE_EREADONLY},	/* insufficient privilege */
	{"53100", STORE_EFULL},
	{"53200", YG_ENOMEM},
	{"53300", STORE_EBUSY},		/* too many connections */
	{"54", YG_ELIMIT},
	{"55P03", STORE_EBUSY},		/* lock_timeout */
	{"57014", STORE_ETIMEOUT},	/* statement_timeout, cancel */
	{"57P01", STORE_ELOST}, {"57P02", STORE_ELOST}, {"57P05", STORE_ELOST},
	{"57P03", STORE_ELOST},		/* the server is starting up */
	{"58", YG_EIO},
	{"XX001", STORE_ECORRUPT}, {"XX002", STORE_ECORRUPT},
};

int store_postgres_code(struct sv sqlstate)
{
	size_t longest = 0;
	int code = STORE_ESQL;

	for (size_t i = 0; i < YG_COUNT(rows); i++) {
		struct sv prefix = sv_of(rows[i].prefix);
		if (prefix.n > longest && sv_starts(sqlstate, prefix)) {
			longest = prefix.n;
			code = rows[i].code;
		}
	}
	return code;
}

static enum store_constraint kind_of(struct sv sqlstate)
{
	return sv_is(sqlstate, "23505") ? STORE_UNIQUE
	     : sv_is(sqlstate, "23503") ? STORE_FOREIGN_KEY
	     : sv_is(sqlstate, "23514") ? STORE_CHECK
	     : sv_is(sqlstate, "23502") ? STORE_NOT_NULL : STORE_OTHER_CONSTRAINT;
}

static void keep_constraint(struct store *s, const PGresult *r, struct sv sqlstate)
{
	const char *name = PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);
	const char *table = PQresultErrorField(r, PG_DIAG_TABLE_NAME);
	const char *column = PQresultErrorField(r, PG_DIAG_COLUMN_NAME);

	s->constraint = kind_of(sqlstate);
	if (s->constraint == STORE_NOT_NULL && table && column)
		snprintf(s->constraint_name, sizeof s->constraint_name, "%.63s_%.53s_not_null",
			 table, column);
	else
		snprintf(s->constraint_name, sizeof s->constraint_name, "%.120s",
			 name ? name : "");
}

int store_postgres_fail_connection(struct store *s)
{
	if (PQstatus(s->pg) != CONNECTION_OK)
		s->lost = true;
	return store_fail(s, s->lost ? STORE_ELOST : YG_EIO, PQerrorMessage(s->pg));
}

int store_postgres_fail(struct store *s, PGresult *r)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	int code;

	s->constraint_name[0] = '\0';
	if (!state) {
		/* libpq's own failures have no SQLSTATE: a dead connection, no memory. */
		code = store_postgres_fail_connection(s);
	} else {
		code = store_postgres_code(sv_of(state));
		if (code == STORE_ECONSTRAINT)
			keep_constraint(s, r, sv_of(state));
		if (code == STORE_ELOST || PQstatus(s->pg) != CONNECTION_OK) {
			code = STORE_ELOST;
			s->lost = true;
		}
		store_fail_at(s, code, PQresultErrorMessage(r), sv_of(state));
	}
	PQclear(r);
	return code;
}
