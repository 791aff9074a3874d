/* SPDX-License-Identifier: Apache-2.0 */
/*
 * commands.c - the table of commands: the first thing to read here.  A new command is one file
 * and one row.
 */
#include "cli/commands.h"

#include "base/text.h"

const enum msg_key command_group_titles[COMMAND_GROUP_COUNT] = {
	[COMMAND_LOOK] = MSG_GROUP_LOOK,
	[COMMAND_KNOW] = MSG_GROUP_KNOW,
	[COMMAND_CALCULATE] = MSG_GROUP_CALCULATE,
	[COMMAND_ABOUT] = MSG_GROUP_ABOUT,
};

const struct command commands[] = {
	{
		.name = "scan", .group = COMMAND_LOOK,
		.summary = MSG_SCAN_SUMMARY, .about = MSG_SCAN_ABOUT,
		.operands = "[PATH...]", .operands_most = SIZE_MAX,
		.options = &scan_command_options, .run = command_scan,
		.examples = {
			{"scan --local", MSG_SCAN_EXAMPLE_LOCAL},
			{"scan bom.json -o json", MSG_SCAN_EXAMPLE_SBOM},
			{"scan image.tar --exposure open --fail-on immediate",
			 MSG_SCAN_EXAMPLE_GATE},
		},
	},
	{
		.name = "explain", .group = COMMAND_LOOK,
		.summary = MSG_EXPLAIN_SUMMARY, .about = MSG_EXPLAIN_ABOUT,
		.operands = "ID [PATH...]", .operands_least = 1, .operands_most = SIZE_MAX,
		.options = &explain_command_options, .run = command_explain,
		.examples = {
			{"explain CVE-2023-38545 --local", MSG_EXPLAIN_EXAMPLE_LOCAL},
			{"explain CVE-2023-38545 --package curl bom.json",
			 MSG_EXPLAIN_EXAMPLE_PACKAGE},
			{"explain CVE-2023-38545 --local -o json", MSG_EXPLAIN_EXAMPLE_JSON},
		},
	},
	{
		.name = "feed", .group = COMMAND_KNOW,
		.summary = MSG_FEED_SUMMARY, .about = MSG_FEED_ABOUT,
		.examples = {
			{"feed list", MSG_FEED_LIST_EXAMPLE},
			{"feed fetch", MSG_FEED_FETCH_EXAMPLE},
		},
	},
	{
		.name = "feed list", .group = COMMAND_KNOW,
		.summary = MSG_FEED_LIST_SUMMARY,
		.options = &feed_list_options, .run = command_feed_list,
		.examples = {
			{"feed list", MSG_FEED_LIST_EXAMPLE},
			{"feed list --all", MSG_FEED_LIST_EXAMPLE_ALL},
		},
	},
	{
		.name = "feed fetch", .group = COMMAND_KNOW,
		.summary = MSG_FEED_FETCH_SUMMARY, .about = MSG_FEED_FETCH_ABOUT,
		.operands = "[FEED...]", .operands_most = SIZE_MAX,
		.options = &feed_fetch_options, .run = command_feed_fetch,
		.examples = {
			{"feed fetch", MSG_FEED_FETCH_EXAMPLE},
			{"feed fetch kev osv-PyPI", MSG_FEED_FETCH_EXAMPLE_NAMES},
			{"feed fetch --base-url file:///media/usb/feeds",
			 MSG_FEED_FETCH_EXAMPLE_MIRROR},
		},
	},
	{
		.name = "feed import", .group = COMMAND_KNOW,
		.summary = MSG_FEED_IMPORT_SUMMARY, .about = MSG_FEED_IMPORT_ABOUT,
		.operands = "FILE...", .operands_least = 1, .operands_most = SIZE_MAX,
		.options = &feed_import_options, .run = command_feed_import,
		.examples = {
			{"feed import /media/usb/feeds/*", MSG_FEED_IMPORT_EXAMPLE},
			{"feed import --as osv-Site site.json", MSG_FEED_IMPORT_EXAMPLE_AS},
		},
	},
	{
		.name = "knowledge", .group = COMMAND_KNOW,
		.summary = MSG_KNOWLEDGE_SUMMARY, .about = MSG_KNOWLEDGE_ABOUT,
		.examples = {
			{"knowledge build", MSG_KNOWLEDGE_BUILD_EXAMPLE},
			{"knowledge status", MSG_KNOWLEDGE_STATUS_EXAMPLE},
			{"knowledge show CVE-2023-38545", MSG_KNOWLEDGE_SHOW_EXAMPLE},
		},
	},
	{
		.name = "knowledge build", .group = COMMAND_KNOW,
		.summary = MSG_KNOWLEDGE_BUILD_SUMMARY, .about = MSG_KNOWLEDGE_BUILD_ABOUT,
		.operands = "[PATH...]", .operands_most = SIZE_MAX,
		.options = &knowledge_build_options, .run = command_knowledge_build,
		.examples = {
			{"knowledge build", MSG_KNOWLEDGE_BUILD_EXAMPLE},
			{"knowledge build --from feeds/ kev.json --out kb",
			 MSG_KNOWLEDGE_BUILD_EXAMPLE_FROM},
			{"knowledge build --force", MSG_KNOWLEDGE_BUILD_EXAMPLE_FORCE},
		},
	},
	{
		.name = "knowledge status", .group = COMMAND_KNOW,
		.summary = MSG_KNOWLEDGE_STATUS_SUMMARY,
		.options = &knowledge_status_options, .run = command_knowledge_status,
		.examples = {
			{"knowledge status", MSG_KNOWLEDGE_STATUS_EXAMPLE},
		},
	},
	{
		.name = "knowledge show", .group = COMMAND_KNOW,
		.summary = MSG_KNOWLEDGE_SHOW_SUMMARY, .about = MSG_KNOWLEDGE_SHOW_ABOUT,
		.operands = "ID", .operands_least = 1, .operands_most = 1,
		.options = &knowledge_show_options, .run = command_knowledge_show,
		.examples = {
			{"knowledge show CVE-2023-38545", MSG_KNOWLEDGE_SHOW_EXAMPLE},
			{"knowledge show CVE-2023-38545 -o json", MSG_KNOWLEDGE_SHOW_EXAMPLE_JSON},
		},
	},
	{
		.name = "knowledge verify", .group = COMMAND_KNOW,
		.summary = MSG_KNOWLEDGE_VERIFY_SUMMARY,
		.options = &knowledge_status_options, .run = command_knowledge_verify,
		.examples = {
			{"knowledge verify", MSG_KNOWLEDGE_VERIFY_EXAMPLE},
		},
	},
	{
		.name = "calc", .group = COMMAND_CALCULATE,
		.summary = MSG_CALC_SUMMARY, .about = MSG_CALC_ABOUT,
		.examples = {
			{"calc version deb", MSG_CALC_EXAMPLE_VERSION},
			{"calc purl", MSG_CALC_EXAMPLE_PURL},
			{"calc cvss", MSG_CALC_EXAMPLE_CVSS},
		},
	},
	{
		.name = "calc version", .group = COMMAND_CALCULATE,
		.summary = MSG_CALC_VERSION_SUMMARY, .about = MSG_CALC_VERSION_ABOUT,
		.operands = "SCHEME", .operands_most = 1,
		.options = &calc_scheme_options, .run = command_calc,
		.examples = {
			{"calc version --list", MSG_CALC_EXAMPLE_SCHEMES},
			{"calc version deb < pairs.tsv", MSG_CALC_EXAMPLE_VERSION},
		},
	},
	{
		.name = "calc range", .group = COMMAND_CALCULATE,
		.summary = MSG_CALC_RANGE_SUMMARY, .about = MSG_CALC_RANGE_ABOUT,
		.operands = "SCHEME", .operands_most = 1,
		.options = &calc_range_options, .run = command_calc,
		.examples = {
			{"calc range --list", MSG_CALC_EXAMPLE_DIALECTS},
			{"calc range npm < ranges.tsv", MSG_CALC_EXAMPLE_RANGE},
			{"calc range --to-vers gem", MSG_CALC_EXAMPLE_TO_VERS},
		},
	},
	{
		.name = "calc purl", .group = COMMAND_CALCULATE,
		.summary = MSG_CALC_PURL_SUMMARY, .about = MSG_CALC_PURL_ABOUT,
		.options = &calc_options, .run = command_calc,
		.examples = {
			{"calc purl < purls.txt", MSG_CALC_EXAMPLE_PURL},
		},
	},
	{
		.name = "calc cpe", .group = COMMAND_CALCULATE,
		.summary = MSG_CALC_CPE_SUMMARY, .about = MSG_CALC_CPE_ABOUT,
		.options = &calc_options, .run = command_calc,
		.examples = {
			{"calc cpe < names.tsv", MSG_CALC_EXAMPLE_CPE},
		},
	},
	{
		.name = "calc cvss", .group = COMMAND_CALCULATE,
		.summary = MSG_CALC_CVSS_SUMMARY, .about = MSG_CALC_CVSS_ABOUT,
		.options = &calc_options, .run = command_calc,
		.examples = {
			{"calc cvss < vectors.txt", MSG_CALC_EXAMPLE_CVSS},
		},
	},
	{
		.name = "calc policy", .group = COMMAND_CALCULATE,
		.summary = MSG_CALC_POLICY_SUMMARY, .about = MSG_CALC_POLICY_ABOUT,
		.options = &calc_policy_options, .run = command_calc,
		.examples = {
			{"calc policy < facts.jsonl", MSG_CALC_EXAMPLE_POLICY},
			{"calc policy --policy mine.json < facts.jsonl",
			 MSG_CALC_EXAMPLE_POLICY_FILE},
		},
	},
	{
		.name = "completion", .group = COMMAND_ABOUT,
		.summary = MSG_COMPLETION_SUMMARY, .about = MSG_COMPLETION_ABOUT,
		.operands = "SHELL", .operands_least = 1, .operands_most = 1,
		.choices = "bash|zsh|fish", .run = command_completion,
		.examples = {
			{"completion bash > /etc/bash_completion.d/yagura",
			 MSG_COMPLETION_EXAMPLE_BASH},
			{"completion zsh > /usr/local/share/zsh/site-functions/_yagura",
			 MSG_COMPLETION_EXAMPLE_ZSH},
			{"completion fish > ~/.config/fish/completions/yagura.fish",
			 MSG_COMPLETION_EXAMPLE_FISH},
		},
	},
	{
		.name = "help", .group = COMMAND_ABOUT,
		.summary = MSG_HELP_SUMMARY,
		.operands = "[COMMAND | TOPIC]", .operands_most = 2,
		.options = &help_options, .run = command_help,
		.examples = {
			{"help calc version", MSG_HELP_EXAMPLE_COMMAND},
			{"help exit-codes", MSG_HELP_EXAMPLE_TOPIC},
		},
	},
	{
		.name = "version", .group = COMMAND_ABOUT,
		.summary = MSG_VERSION_SUMMARY,
		.options = &version_options, .run = command_version,
		.examples = {
			{"version --json", MSG_VERSION_EXAMPLE_JSON},
		},
	},
};
const size_t command_count = YG_COUNT(commands);

const struct command *command_find(struct sv name)
{
	for (size_t i = 0; i < command_count; i++)
		if (sv_eq(name, sv_of(commands[i].name)))
			return &commands[i];
	return NULL;
}

bool command_in_family(const struct command *c, struct sv family)
{
	struct sv name = sv_of(c->name);
	return name.n > family.n && name.p[family.n] == ' ' && sv_starts(name, family);
}
