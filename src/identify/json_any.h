/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_any.h - which reader a whole JSON text belongs to, when its beginning does not tell.
 *
 * Ownership: the result is a row of the table.
 * Errors:    NULL: none that is known.
 * Threads:   no shared state.   Trust: any bytes; linear time; the text stays as it is.
 */
#ifndef YAGURA_JSON_ANY_H
#define YAGURA_JSON_ANY_H

#include "identify/reader.h"

const struct inventory_reader *json_any_resolve(struct sv path, struct sv text);

#endif
