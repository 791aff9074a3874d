-- SPDX-License-Identifier: Apache-2.0
-- What the store itself needs.  Once released, a migration never changes: write the next one.

CREATE TABLE schema_migration (
	number {int} NOT NULL PRIMARY KEY,
	name {text} NOT NULL,
	checksum {text} NOT NULL,
	time {int} NOT NULL
) {strict};

-- What changed, numbered in the order of the commits (src/store/store_change.h).
CREATE TABLE change_log (
	number {id},
	time {int} NOT NULL,
	topic {text} NOT NULL,
	ref {text} NOT NULL
) {strict};

-- What the organisation set, by name; values are text.
CREATE TABLE setting (
	name {text} NOT NULL PRIMARY KEY,
	value {text} NOT NULL,
	time {int} NOT NULL
) {strict};
