/* SPDX-License-Identifier: Apache-2.0 */
/* store_copy.c - many rows into one table: what is checked for both databases. */
#include "store/store_internal.h"

int store_copy_begin(struct store *s, const char *table, const char *const *columns,
		     size_t count)
{
	int r = store_ready(s);

	if (r == 0 && !s->in_transaction)
		r = store_fail(s, YG_EINVAL, "rows are copied inside a transaction");
	if (r == 0 && (count == 0 || count > LIMIT_STORE_PARAMETERS))
		r = store_fail(s, YG_EINVAL, "no columns, or too many");
	if (r == 0 && !store_name_ok(sv_of(table)))
		r = store_fail_at(s, YG_EINVAL, "not a name of ours", sv_of(table));
	for (size_t i = 0; r == 0 && i < count; i++)
		if (!store_name_ok(sv_of(columns[i])))
			r = store_fail_at(s, YG_EINVAL, "not a name of ours", sv_of(columns[i]));
	if (r < 0)
		return r;
	s->copy.count = count;
	s->copy.rows = 0;
	buf_clear(&s->copy.out);
	r = s->backend->copy_begin(s, table, columns);
	if (r == 0)
		s->copy.open = true;
	return r;
}

int store_copy_row(struct store *s, const struct store_value *values)
{
	int r = s->failed;

	if (r == 0 && !s->copy.open)
		r = store_fail(s, YG_EINVAL, "no copy was begun");
	for (size_t i = 0; r == 0 && i < s->copy.count; i++)
		r = store_value_check(s, &values[i]);
	if (r == 0)
		r = s->backend->copy_row(s, values);
	if (r == 0)
		s->copy.rows++;
	return r;
}

int store_copy_end(struct store *s, int64_t *ret_rows)
{
	int r, failed = s->failed;

	if (!s->copy.open)
		return failed ? failed : store_fail(s, YG_EINVAL, "no copy was begun");
	s->copy.open = false;
	r = s->backend->copy_end(s, failed == 0);
	if (failed)
		return failed;
	if (r == 0 && ret_rows)
		*ret_rows = s->copy.rows;
	return r;
}
