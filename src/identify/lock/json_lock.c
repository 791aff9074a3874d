/* SPDX-License-Identifier: Apache-2.0 */
#include "identify/lock/json_lock.h"

int json_lock_read(struct inventory_file *file, const struct inventory_sink *sink,
		   int (*read_root)(struct json_lock *l), void (*prepare)(char *text, size_t n),
		   const char *missing, struct yg_err *err)
{
	struct json_lock l = {0};
	int rc = reading_start(&l.r, file, sink, err);

	if (rc == 0) {
		if (prepare)
			prepare(l.r.text, l.r.n);
		json_init(&l.j, l.r.text, l.r.n);
		rc = read_root(&l);
	}
	if (rc == 0)
		rc = reading_json_end(&l.r, &l.j);
	if (rc == 0 && !l.seen)
		rc = reading_fail(&l.r, YG_ESYNTAX, 0, missing);
	reading_stop(&l.r);
	return rc;
}

bool json_lock_enter(struct json_lock *l, struct sv name, int *rc)
{
	*rc = 0;
	if (json_peek(&l->j) == JSON_OBJECT)
		return json_enter_object(&l->j);
	json_skip(&l->j);
	if (!json_err(&l->j, NULL))
		*rc = lock_skip(&l->r, name.p, name, "an entry is not an object");
	return false;
}
