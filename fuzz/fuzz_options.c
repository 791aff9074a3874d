/* SPDX-License-Identifier: Apache-2.0 */
/* A command line of words that NUL bytes end, read by the table of a real command's kinds. */
#include "base/clock.h"
#include "base/options.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct sample {
	bool flag;
	unsigned count;
	struct sv text;
	struct option_list list;
	uint64_t number, seconds;
	int choice;
};

static const struct option_row rows[] = {
	{"flag", 'f', OPTION_FLAG, offsetof(struct sample, flag), 0, MSG_LOG_ERROR, NULL},
	{"count", 'c', OPTION_COUNT, offsetof(struct sample, count), 0, MSG_LOG_ERROR, NULL},
	{"text", 't', OPTION_TEXT, offsetof(struct sample, text), MSG_LOG_ERROR, MSG_LOG_ERROR,
	 NULL},
	{"list", 'l', OPTION_LIST, offsetof(struct sample, list), MSG_LOG_ERROR, MSG_LOG_ERROR,
	 NULL},
	{"number", 'n', OPTION_NUMBER, offsetof(struct sample, number), MSG_LOG_ERROR,
	 MSG_LOG_ERROR, NULL},
	{"seconds", 's', OPTION_SECONDS, offsetof(struct sample, seconds), MSG_LOG_ERROR,
	 MSG_LOG_ERROR, NULL},
	{"choice", 'o', OPTION_CHOICE, offsetof(struct sample, choice), MSG_LOG_ERROR,
	 MSG_LOG_ERROR, "one|two|three"},
};
static const struct option_table table = OPTION_TABLE(rows, struct sample);

enum { WORDS = 64 };

static void read_words(char **argv, int argc)
{
	struct arena a = {.cap = 1 << 20};
	struct sample s = {0};
	struct option_target target = {&table, &s};
	struct option_words words = {argv, argc};
	struct option_problem problem;
	struct buf b = BUF_CAP(1 << 20);
	struct sv *operands = NULL;
	size_t operand_count = 0;
	int code = options_read(&a, &target, 1, argc % 2, &words, &operands, &operand_count,
				&problem);

	if (code == YG_EINVAL) {
		options_explain(&b, MSG_EN, &problem);
		options_explain(&b, MSG_JA, &problem);
		if (b.n == 0)
			abort();	/* a refusal says why */
	} else if (s.choice < 0 || s.choice > 2 || words.count < 0 ||
		   operand_count > (size_t)argc) {
		abort();
	}
	buf_drop(&b);
	arena_drop(&a);
}

/* What is read as a time is written as the same time. */
static void check_clock(struct sv text)
{
	char back[CLOCK_TEXT_BYTES];
	int64_t t, again;

	if (clock_parse(text, &t) < 0)
		return;
	if (clock_parse(clock_format(t, back), &again) < 0)
		abort();
	/* Offsets may lead out of the years that can be written; those are clamped. */
	if (again != t && t > -62135596800 && t < 253402300799)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char *text = malloc(n + 1), *argv[WORDS];
	int argc = 0;

	if (!text)
		return 0;
	if (n)
		memcpy(text, p, n);
	text[n] = '\0';
	for (size_t at = 0; at <= n && argc < WORDS; at += strlen(text + at) + 1) {
		argv[argc++] = text + at;
		check_clock(sv_of(text + at));
	}
	read_words(argv, argc);
	free(text);
	return 0;
}
