/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/distance.h"
#include "base/options.h"

struct sample {
	bool all;
	unsigned verbose;
	struct sv policy;
	struct option_list feeds;
	uint64_t limit, age;
	int output;
};

static const struct option_row rows[] = {
	{"all", 'a', OPTION_FLAG, offsetof(struct sample, all), .help = MSG_LOG_ERROR},
	{"verbose", 'v', OPTION_COUNT, offsetof(struct sample, verbose), .help = MSG_LOG_ERROR},
	{"policy", 'p', OPTION_TEXT, offsetof(struct sample, policy), MSG_LOG_DEBUG,
	 MSG_LOG_ERROR, NULL},
	{"feed", 'f', OPTION_LIST, offsetof(struct sample, feeds), MSG_LOG_DEBUG, MSG_LOG_ERROR,
	 NULL},
	{"limit", 0, OPTION_NUMBER, offsetof(struct sample, limit), MSG_LOG_DEBUG,
	 MSG_LOG_ERROR, NULL},
	{"max-age", 0, OPTION_SECONDS, offsetof(struct sample, age), MSG_LOG_DEBUG,
	 MSG_LOG_ERROR, NULL},
	{"output", 'o', OPTION_CHOICE, offsetof(struct sample, output), MSG_LOG_DEBUG,
	 MSG_LOG_ERROR, "table|json|csv"},
};
static const struct option_table table = OPTION_TABLE(rows, struct sample);

struct run {
	struct sample s;
	struct sv *operands;
	size_t operand_count;
	struct option_problem problem;
	struct option_words left;
	int code;
};

/* Reads words separated by blanks; '.' stands for an empty word. */
static struct run read_words(struct arena *a, const char *line, bool stop)
{
	static char text[1000], *argv[50];
	struct run r = {0};
	struct option_target target = {&table, &r.s};
	int argc = 0;

	snprintf(text, sizeof text, "%s", line);
	for (char *p = text, *q; *p; p = q) {
		q = p + strcspn(p, " ");
		if (*q)
			*q++ = '\0';
		argv[argc++] = strcmp(p, ".") == 0 ? p + 1 : p;
	}
	r.left = (struct option_words){argv, argc};
	r.code = options_read(a, &target, 1, stop, &r.left, &r.operands, &r.operand_count,
			      &r.problem);
	return r;
}

static void check_good(struct arena *a)
{
	struct run r = read_words(a, "one -av --policy p.json -fx -f y --feed=z two -o csv "
				  "--limit 7 --max-age=36h -v -- -three", false);

	CHECK_INT(r.code, 0, "read");
	CHECK(r.s.all, "flag");
	CHECK_INT(r.s.verbose, 2, "counted");
	CHECK_SV(r.s.policy, "p.json", "text");
	CHECK_INT(r.s.feeds.count, 3, "list");
	CHECK_SV(r.s.feeds.items[0], "x", "attached");
	CHECK_SV(r.s.feeds.items[2], "z", "after =");
	CHECK_INT(r.s.output, 2, "choice");
	CHECK_INT(r.s.limit, 7, "number");
	CHECK_INT(r.s.age, 36 * 3600, "seconds");
	CHECK_INT(r.operand_count, 3, "operands");
	CHECK_SV(r.operands[2], "-three", "after --");

	r = read_words(a, "-v scan -a", true);
	CHECK_INT(r.code, 0, "stops at an operand");
	CHECK_INT(r.left.count, 2, "what is left");
	CHECK_SV(sv_of(r.left.argv[0]), "scan", "begins with it");
	r = read_words(a, "- --policy= -p .", false);
	CHECK(r.code == 0 && r.operand_count == 1 && r.s.policy.n == 0, "empty values");
	r = read_words(a, "--policy -a", false);
	CHECK(r.code == 0 && !r.s.all, "a value may begin with a hyphen");
	r = read_words(a, "--max-age 2", false);
	CHECK_INT(r.s.age, 2 * 86400, "days without a unit");
	r = read_words(a, "-p one -p two", false);
	CHECK_SV(r.s.policy, "two", "the last one counts");
}

static const struct {
	const char *line;
	enum option_fault fault;
	const char *en, *ja;
} faults[] = {
	{"--polcy x", OPTION_UNKNOWN, "There is no option --polcy here. Did you mean --policy?",
	 "オプション --polcy はありません。 もしかして: --policy"},
	{"--zzzzz", OPTION_UNKNOWN, "There is no option --zzzzz here.",
	 "オプション --zzzzz はありません。"},
	{"--pol", OPTION_UNKNOWN, "There is no option --pol here. Did you mean --policy?", NULL},
	{"--=x", OPTION_UNKNOWN, "There is no option -- here.", NULL},
	{"-z", OPTION_UNKNOWN, "There is no option -z here.", NULL},
	{"-az", OPTION_UNKNOWN, "There is no option -az here.", NULL},
	{"-output", OPTION_BAD_CHOICE, "-o cannot be 'utput'; choose one of table|json|csv.",
	 NULL},
	{"--policy", OPTION_NO_VALUE, "--policy needs a value: debug: .", NULL},
	{"-p", OPTION_NO_VALUE, "-p needs a value: debug: .", NULL},
	{"--all=yes", OPTION_EXTRA_VALUE, "--all takes no value.", NULL},
	{"--limit -1", OPTION_BAD_NUMBER, "--limit takes a whole number, not '-1'.", NULL},
	{"--limit 99999999999999999999", OPTION_BAD_NUMBER,
	 "--limit takes a whole number, not '99999999999999999999'.", NULL},
	{"--max-age 3y", OPTION_BAD_SECONDS, NULL, NULL},
	{"--max-age h", OPTION_BAD_SECONDS, NULL, NULL},
	{"--max-age 99999999999999999w", OPTION_BAD_SECONDS, NULL, NULL},
	{"-o xml", OPTION_BAD_CHOICE, NULL,
	 "-o に 'xml' は指定できません。次から選んでください: table|json|csv"},
};

static void check_faults(struct arena *a)
{
	for (size_t i = 0; i < YG_COUNT(faults); i++) {
		struct run r = read_words(a, faults[i].line, false);
		buf_auto b = BUF_CAP(1000);
		CHECK_INT(r.code, YG_EINVAL, faults[i].line);
		CHECK_INT(r.problem.fault, faults[i].fault, faults[i].line);
		/* near points into the struct that was copied out */
		if (r.problem.near.n > 0)
			r.problem.near.p = r.problem.text;
		options_explain(&b, MSG_EN, &r.problem);
		if (faults[i].en)
			CHECK_SV(buf_view(&b), faults[i].en, "en");
		buf_clear(&b);
		options_explain(&b, MSG_JA, &r.problem);
		if (faults[i].ja)
			CHECK_SV(buf_view(&b), faults[i].ja, "ja");
	}
}

static const struct { const char *a, *b; unsigned d; } distances[] = {
	{"", "", 0}, {"a", "", 1}, {"scan", "scan", 0}, {"scna", "scan", 1}, {"sacn", "scan", 1},
	{"scann", "scan", 1}, {"kitten", "sitting", 3}, {"SCAN", "scan", 0}, {"ab", "ba", 1},
	{"explian", "explain", 1}, {"abc", "", 3}, {"ca", "abc", 3},
};

int main(void)
{
	arena_auto a = {.cap = 1 << 20};
	struct distance_best best;
	struct run r;

	check_good(&a);
	check_faults(&a);
	for (size_t i = 0; i < YG_COUNT(distances); i++) {
		struct sv x = sv_of(distances[i].a), y = sv_of(distances[i].b);
		CHECK_INT(distance_words(x, y), distances[i].d, distances[i].a);
		CHECK_INT(distance_words(y, x), distances[i].d, distances[i].b);
	}
	best = distance_begin(SV("x"));
	distance_offer(&best, SV("scan"));
	CHECK_INT(best.word.n, 0, "nothing is near");

	/* Out of memory at every place. */
	for (long n = 1;; n++) {
		arena_drop(&a);
		a = (struct arena){.cap = 1 << 20, .fail_at = n};
		r = read_words(&a, "a b c d e f g h i j -f x -f y", false);
		if (r.code == 0)
			break;
		CHECK_INT(r.code, YG_ENOMEM, "fault loop");
	}
	return check_done();
}
