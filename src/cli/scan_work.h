/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_work.h - what scan and explain do alike: options, knowledge, inventory, findings.
 *
 * Ownership: a struct scan_work owns the indexes and the inventory; scan_work_end() frees them.
 * Errors:    said through cli->log; the exit code to leave with.
 * Threads:   one.   Trust: see collect.h, match_index.h, signals.h.
 */
#ifndef YAGURA_CLI_SCAN_WORK_H
#define YAGURA_CLI_SCAN_WORK_H

#include "cli/cli.h"
#include "cli/collect.h"
#include "knowledge/manifest.h"

struct scan_options {
	struct sv knowledge, policy, os, kernel, asset, fail_on, now;
	uint64_t max_age, limit;
	int output;
	int exposure, held_information, outage, safety, pivot;	/* 0: not given; else the fact */
	bool local, all, bom, countermeasure;
	struct sv package;			/* explain */
};

/* Rows of the options that scan and explain share; each table adds its own. */
#define SCAN_OPTION_ROWS \
	{"local", 'l', OPTION_FLAG, offsetof(struct scan_options, local), MSG_NONE, \
	 MSG_OPTION_SCAN_LOCAL, NULL}, \
	{"os", 0, OPTION_TEXT, offsetof(struct scan_options, os), MSG_SCAN_VALUE_OS, \
	 MSG_OPTION_SCAN_OS, NULL}, \
	{"running-kernel", 0, OPTION_TEXT, offsetof(struct scan_options, kernel), \
	 MSG_SCAN_VALUE_VERSION, MSG_OPTION_SCAN_KERNEL, NULL}, \
	{"knowledge", 0, OPTION_TEXT, offsetof(struct scan_options, knowledge), MSG_VALUE_DIR, \
	 MSG_OPTION_KNOWLEDGE_DIR, NULL}, \
	{"policy", 0, OPTION_TEXT, offsetof(struct scan_options, policy), MSG_VALUE_FILE, \
	 MSG_OPTION_SCAN_POLICY, NULL}, \
	{"asset", 0, OPTION_TEXT, offsetof(struct scan_options, asset), MSG_VALUE_FILE, \
	 MSG_OPTION_SCAN_ASSET, NULL}, \
	{"exposure", 0, OPTION_CHOICE, offsetof(struct scan_options, exposure), MSG_NONE, \
	 MSG_OPTION_SCAN_EXPOSURE, "unknown|small|ctrl|open"}, \
	{"held-information", 0, OPTION_CHOICE, offsetof(struct scan_options, held_information), \
	 MSG_NONE, MSG_OPTION_SCAN_HELD, "unknown|small|medium|large"}, \
	{"outage", 0, OPTION_CHOICE, offsetof(struct scan_options, outage), MSG_NONE, \
	 MSG_OPTION_SCAN_OUTAGE, "unknown|small|medium|large"}, \
	{"safety", 0, OPTION_CHOICE, offsetof(struct scan_options, safety), MSG_NONE, \
	 MSG_OPTION_SCAN_SAFETY, "unknown|small|medium|large"}, \
	{"pivot", 0, OPTION_CHOICE, offsetof(struct scan_options, pivot), MSG_NONE, \
	 MSG_OPTION_SCAN_PIVOT, "unknown|small|medium|large"}, \
	{"countermeasure", 0, OPTION_FLAG, offsetof(struct scan_options, countermeasure), \
	 MSG_NONE, MSG_OPTION_SCAN_COUNTERMEASURE, NULL}, \
	{"max-feed-age", 0, OPTION_SECONDS, offsetof(struct scan_options, max_age), \
	 MSG_VALUE_TIME, MSG_OPTION_SCAN_MAX_AGE, NULL}, \
	{"now", 0, OPTION_TEXT, offsetof(struct scan_options, now), MSG_VALUE_TIME, \
	 MSG_OPTION_SCAN_NOW, NULL}

struct scan_work {
	struct cli *cli;
	const struct command *command;
	const struct scan_options *o;
	struct clock clock;			/* fixed by --now, else the system's */
	char dir[LIMIT_PATH];
	struct manifest manifest;
	struct match_index match;
	struct signals signals;
	const struct policy *policy;
	struct decide_facts asset;
	struct collect_inventory inventory;
	struct finding_list list;
	struct scan_report report;
};

/* Do it all; the report is complete.  Call scan_work_end() in any case. */
enum exit_code scan_work_run(struct scan_work *w, struct cli *cli, const struct command *command,
			     const struct scan_options *o, const struct sv *paths, size_t n);
void scan_work_end(struct scan_work *w);

/* Fill report.feeds with the feeds that count here, and their states (scan_feeds.c). */
int scan_work_feeds(struct scan_work *w) YG_CHECK;

#endif
