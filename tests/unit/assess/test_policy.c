/* SPDX-License-Identifier: Apache-2.0 */
/* What is refused, with which words and where; CSV; what is warned about; running out of memory. */
#include "check.h"

#include "assess/policy.h"
#include "base/text.h"

/* A small policy that is right; cases replace one part of it. */
static const char sound[] =
	"{\"format\": \"yagura-policy/1\", \"id\": \"small\", \"version\": \"1\",\n"
	" \"inputs\": [\n"
	"  {\"name\": \"kev\", \"values\": [\"no\", \"yes\"], \"unknown\": \"no\"},\n"
	"  {\"name\": \"exposure\", \"values\": [\"small\", \"ctrl\", \"open\"], \"unknown\": \"ctrl\"},\n"
	"  {\"name\": \"epss\", \"fact\": \"epss_percentile\", \"unknown\": \"rest\",\n"
	"   \"values\": [\"rest\", {\"name\": \"top\", \"at_least\": 0.95}]}],\n"
	" \"tables\": [\n"
	"  {\"name\": \"signal\", \"inputs\": [\"kev\", \"epss\"], \"values\": [\"no\", \"yes\"],\n"
	"   \"rows\": [[\"yes\", \"*\", \"yes\"], [\"no\", \"top\", \"yes\"], [\"no\", \"rest\", \"no\"]]},\n"
	"  {\"name\": \"what\", \"inputs\": [\"signal\", \"exposure\"],\n"
	"   \"values\": [\"defer\", \"scheduled\", \"immediate\"],\n"
	"   \"rows\": [[\"no\", \"*\", \"defer\"],\n"
	"    [\"yes\", \"small|ctrl\", \"scheduled\"],\n"
	"    [\"yes\", \"open\", \"immediate\"]]}],\n"
	" \"result\": {\"outcome\": \"what\"},\n"
	" \"outcomes\": [{\"value\": \"defer\"}, {\"value\": \"scheduled\", \"remediate_days\": 60},\n"
	"  {\"value\": \"immediate\", \"remediate_days\": 3}]}\n";

static const struct {
	const char *from, *to;		/* what to replace in the sound policy, and by what */
	enum policy_problem_kind kind;
	unsigned line, column;
	const char *says;		/* part of the English message */
} cases[] = {
	{"\"id\": \"small\",", "\"id\": \"small\"", POLICY_BAD_JSON, 1, 45, "expected ','"},
	{"yagura-policy/1", "yagura-policy/2", POLICY_BAD_FORMAT, 1, 12, "write \"yagura-policy/1\""},
	{"\"version\": \"1\",", "", POLICY_MISSING_KEY, 1, 1, "\"version\" is missing"},
	{"\"version\": \"1\"", "\"version\": 1", POLICY_BAD_TYPE, 1, 57, "write a string"},
	{"\"version\": \"1\"", "\"version\": \"1\", \"id\": \"x\"", POLICY_DUPLICATE_KEY, 1, 62, "keep one"},
	{"\"version\"", "\"versoin\"", POLICY_UNKNOWN_KEY, 1, 46, "unknown key \"versoin\""},
	{"\"unknown\": \"no\"", "\"unknwon\": \"no\"", POLICY_UNKNOWN_KEY, 3, 44, "unknown key"},
	{"\"kev\", \"values\"", "\"kve\", \"values\"", POLICY_UNKNOWN_FACT, 3, 12, "no fact \"kve\""},
	{"\"unknown\": \"ctrl\"", "\"unknown\": \"inside\"", POLICY_UNKNOWN_VALUE, 4, 72,
	 "no value \"inside\"; write one of: small, ctrl, open"},
	{"[\"small\", \"ctrl\", \"open\"]", "[\"ctrl\", \"open\"]", POLICY_FACT_VALUE_LOST, 4, 34,
	 "no value stands for \"small\""},
	{"[\"small\", \"ctrl\",", "[\"small\", \"small\", \"ctrl\",", POLICY_DUPLICATE_NAME, 4, 44,
	 "\"small\" is used twice"},
	{"\"rest\", {", "{\"name\": \"rest\", \"at_least\": 0}, {", POLICY_BAD_BINS, 6, 44, "bounds of the bins"},
	{"\"at_least\": 0.95", "\"at_least\": \"0.95\"", POLICY_BAD_TYPE, 6, 51, "write a number"},
	{"\"name\": \"epss\"", "\"name\": \"kev\"", POLICY_DUPLICATE_NAME, 5, 12, "\"kev\" is used twice"},
	{"\"name\": \"epss\"", "\"name\": \"a|b\"", POLICY_BAD_NAME, 5, 12, "cannot be a name"},
	{"[\"kev\", \"epss\"]", "[\"kev\", \"eps\"]", POLICY_UNKNOWN_INPUT, 8, 40, "no input or table \"eps\""},
	{"[\"kev\", \"epss\"]", "[\"kev\", \"what\"]", POLICY_CYCLE, 8, 12, "signal → what → signal"},
	{"[\"kev\", \"epss\"]", "[\"kev\", \"signal\"]", POLICY_CYCLE, 8, 12, "signal → signal"},
	{"[\"no\", \"top\", \"yes\"], ", "", POLICY_ROW_MISSING, 8, 12, "no row for kev=no, epss=top"},
	{"[\"no\", \"rest\", \"no\"]", "[\"no\", \"*\", \"no\"]", POLICY_ROWS_OVERLAP, 9, 56,
	 "rows 3 and 2 both hold for kev=no, epss=top"},
	{"[\"no\", \"rest\", \"no\"]", "[\"no\", \"rest\", \"no\"], [\"no\", \"rest\", \"yes\"]",
	 POLICY_ROW_REPEATED, 9, 78, "rows 4 and 3 have the same conditions"},
	{"[\"no\", \"rest\", \"no\"]", "[\"no\", \"rest\"]", POLICY_ROW_LENGTH, 9, 56, "no → rest"},
	{"[\"no\", \"rest\", \"no\"]", "[\"no\", \"bottom\", \"no\"]", POLICY_UNKNOWN_VALUE, 9, 63,
	 "no value \"bottom\"; write one of: rest, top"},
	{"[\"no\", \"rest\", \"no\"]", "[\"no\", \"rest\", \"maybe\"]", POLICY_UNKNOWN_VALUE, 9, 71, "no, yes"},
	{"[\"yes\", \"open\", \"immediate\"]", "[\"yes\", \"open\", \"defer\"]", POLICY_NOT_MONOTONIC, 10, 12,
	 "signal=yes, exposure=open → defer (row 3), but signal=yes, exposure=ctrl → scheduled (row 2)"},
	{"\"defer\", \"scheduled\", \"immediate\"]", "\"defer\", \"soon\", \"immediate\"]", POLICY_BAD_MEANING, 11, 24,
	 "defer, scheduled, out_of_cycle, immediate"},
	{"\"outcome\": \"what\"", "\"outcome\": \"whit\"", POLICY_UNKNOWN_TABLE, 15, 24, "no table \"whit\""},
	{"{\"value\": \"defer\"}, ", "", POLICY_MISSING_KEY, 16, 14, "\"defer\" is missing"},
	{"\"remediate_days\": 3}", "\"remediate_days\": 90}", POLICY_DEADLINE_ORDER, 16, 14,
	 "outcome immediate has a later remediate_days than scheduled"},
	{"\"remediate_days\": 3}", "\"remediate_days\": -1}", POLICY_BAD_NUMBER, 17, 44, "whole days"},
	{"\"remediate_days\": 3}]", "\"remediate_days\": 3}], \"caps\": [{\"when\": {\"kev\": \"sure\"}, "
	 "\"remediate_days\": 2}]", POLICY_UNKNOWN_VALUE, 17, 75, "no value \"sure\""},
	{"\"remediate_days\": 3}]", "\"remediate_days\": 3}], \"while_pending\": {\"kev\": \"yes\"}",
	 POLICY_UNKNOWN_TABLE, 17, 67, "no table \"kev\""},
	{"\"remediate_days\": 3}]", "\"remediate_days\": 3}], \"clock\": {\"decide\": \"now\"}",
	 POLICY_UNKNOWN_VALUE, 17, 69, "known, fix"},
	{"\"unknown\": \"ctrl\"}", "\"unknown\": \"ctrl\", \"ordered\": false}, {\"name\": \"x\", \"values\": [\"a\"], "
	 "\"unknown\": \"a\", \"fact\": \"given\"}", POLICY_TABLE_UNUSED, 4, 108, "nothing reads \"x\""},
	{"[\"no\", \"top\", \"yes\"]", "[\"no\", \"top\", \"no\"]", POLICY_OK, 0, 0, NULL},
	{"[\"yes\", \"*\", \"yes\"], [\"no\", \"top\", \"yes\"]", "[\"yes\", \"*\", \"no\"], [\"no\", \"top\", \"no\"]",
	 POLICY_ROW_DEAD, 13, 5, "row 2: the row can never fire: yes × small|ctrl → scheduled"},
};

static struct policy_problems problems;

/* The sound policy with one part replaced, in the arena. */
static struct sv with(struct arena *a, const char *from, const char *to)
{
	struct sv text = SV(sound), tail;
	size_t at = sv_search(text, sv_of(from));

	if (!CHECK(at < text.n, "what a case replaces is not in the policy"))
		abort();
	tail = sv_from(text, at + strlen(from));
	text = sv_join(a, sv_first(text, at), sv_of(to), tail);
	if (!text.p)
		abort();
	return text;
}

static const struct policy_problem *find(enum policy_problem_kind kind)
{
	for (size_t i = 0; i < problems.count; i++)
		if (problems.list[i].kind == kind)
			return &problems.list[i];
	return NULL;
}

static void check_case(size_t i)
{
	arena_auto a = {.cap = 1 << 20};
	const struct policy *none = (const struct policy *)1, *p = none;
	const struct policy_problem *problem;
	bool fine = cases[i].kind == POLICY_OK || policy_problem_is_warning(cases[i].kind);
	int r = policy_load(&a, with(&a, cases[i].from, cases[i].to), NULL, 0, &p, &problems);
	buf_auto en = BUF_CAP(8192), ja = BUF_CAP(8192);

	CHECK_INT(r, fine ? 0 : YG_ESYNTAX, cases[i].to);
	CHECK((p == none) == !fine, "%s: output", cases[i].to);
	if (cases[i].kind == POLICY_OK)
		return;
	problem = find(cases[i].kind);
	if (!CHECK(problem != NULL, "%s: problem %d is not reported", cases[i].to, cases[i].kind)) {
		for (size_t k = 0; k < problems.count; k++)
			policy_problem_write(&en, &problems.list[k], MSG_EN);
		fprintf(stderr, "%s\n", en.p ? en.p : "nothing");
		return;
	}
	policy_problem_write(&en, problem, MSG_EN);
	policy_problem_write(&ja, problem, MSG_JA);
	CHECK(problem->line == cases[i].line && problem->column == cases[i].column,
	      "%s: line %u, column %u, want %u, %u", en.p, problem->line, problem->column,
	      cases[i].line, cases[i].column);
	CHECK(sv_search(buf_view(&en), sv_of(cases[i].says)) < en.n, "%s lacks \"%s\"", en.p,
	      cases[i].says);
	CHECK(ja.n > 0 && sv_utf8(buf_view(&ja)), "Japanese");
}

static const struct { const char *csv; enum policy_problem_kind kind; const char *says; } csvs[] = {
	{"kev,epss,signal\nyes,*,yes\nno,top,yes\nno,rest,no\n", POLICY_OK, NULL},
	{"\xef\xbb\xbfresult,EPSS v1.0 (x),KEV\r\nyes,*,yes\r\n\"yes\",top,no\r\nno,rest,no\r\n", POLICY_OK, NULL},
	{"row,kev,epss,signal\n1,yes,*,yes\n2,no,top|rest,no\n", POLICY_OK, NULL},
	{"", POLICY_BAD_CSV, "no header"},
	{"kev,signal\nyes,yes\n", POLICY_BAD_CSV, "no column for this input (epss)"},
	{"kev,kev,epss,signal\n", POLICY_BAD_CSV, "two columns for one input"},
	{"kev,epss,signal,note\n", POLICY_BAD_CSV, "neither an input nor the result (note)"},
	{"kev,epss\n", POLICY_BAD_CSV, "no column for the result"},
	{"kev,epss,signal\nyes,*\n", POLICY_BAD_CSV, "row 1: the CSV cannot be read"},
	{"kev,epss,signal\n\"yes,*,yes\n", POLICY_BAD_CSV, "a quote without an end"},
	{"kev,epss,signal\nyes,*,yes\n", POLICY_ROW_MISSING, "(2 combinations have none)"},
	{"kev,epss,signal\nyes,*,yes\nno,*,maybe\n", POLICY_UNKNOWN_VALUE, "signal, row 2"},
};

static void check_csv(size_t i)
{
	arena_auto a = {.cap = 1 << 20};
	const struct policy *p = NULL;
	struct policy_csv csv[] = {{SV("signal"), sv_of(csvs[i].csv)}};
	const struct policy_problem *problem;
	buf_auto en = BUF_CAP(8192);
	int r = policy_load(&a, SV(sound), csv, 1, &p, &problems);

	CHECK_INT(r, csvs[i].kind ? YG_ESYNTAX : 0, csvs[i].csv);
	if (csvs[i].kind == POLICY_OK)
		return;
	problem = find(csvs[i].kind);
	if (!CHECK(problem != NULL, "%s: not reported", csvs[i].csv))
		return;
	policy_problem_write(&en, problem, MSG_EN);
	CHECK(sv_search(buf_view(&en), sv_of(csvs[i].says)) < en.n, "%s lacks \"%s\"", en.p,
	      csvs[i].says);
}

static void check_csv_names(void)
{
	arena_auto a = {.cap = 1 << 20};
	const struct policy *p = NULL;
	struct policy_csv csv[] = {{SV("nosuch"), SV("a,b\n")}};

	CHECK_INT(policy_load(&a, SV(sound), csv, 1, &p, &problems), YG_ESYNTAX, "no such table");
	CHECK(find(POLICY_UNKNOWN_TABLE) != NULL, "no such table");
	CHECK_INT(policy_load(&a, with(&a, "{\"format\"", "\xef\xbb\xbf{\"format\""), NULL, 0, &p,
			      &problems), 0, "byte order mark");
	/* Inline in the document. */
	CHECK_INT(policy_load(&a, with(&a, "\"rows\": [[\"yes\", \"*\", \"yes\"], [\"no\", \"top\", \"yes\"], "
				       "[\"no\", \"rest\", \"no\"]]",
				       "\"csv\": \"kev,epss,signal\\nyes,*,yes\\nno,*,no\\n\""),
			      NULL, 0, &p, &problems), 0, "inline CSV");
}

/* Caps: each is met with the limit's name, in bounded time, and never by a crash. */
static void put_many(struct buf *b, const char *before, const char *item, size_t n, const char *after)
{
	buf_str(b, before);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(b, ',');
		buf_str(b, item);
	}
	buf_str(b, after);
}

static void check_too_large(const char *what, struct buf *b, int want)
{
	arena_auto a = {.cap = 64 << 20};
	const struct policy *p = NULL;

	CHECK_INT(policy_load(&a, buf_view(b), NULL, 0, &p, &problems), want, what);
	CHECK(find(POLICY_TOO_LARGE) != NULL, "%s: the limit is named", what);
	CHECK(problems.count <= LIMIT_POLICY_PROBLEMS && problems.errors >= problems.count, "%s", what);
}

static void check_limits(void)
{
	buf_auto b = BUF_CAP(8 << 20);

	put_many(&b, "[", "1", LIMIT_POLICY / 2 + 1, "]");
	check_too_large("document", &b, YG_ELIMIT);
	buf_clear(&b);
	put_many(&b, "{\"inputs\":[", "{\"name\":\"x\",\"values\":[\"a\"],\"unknown\":\"a\"}", 1000, "]}");
	check_too_large("inputs", &b, YG_ESYNTAX);
	buf_clear(&b);
	put_many(&b, "{\"tables\":[{\"rows\":[", "[\"*\",\"a\"]", 70000, "]}]}");
	check_too_large("rows", &b, YG_ESYNTAX);
	buf_clear(&b);
	put_many(&b, "{\"tables\":[{\"rows\":[[", "\"*\"", 1000, "]]}]}");
	check_too_large("cells", &b, YG_ESYNTAX);
	buf_clear(&b);
	put_many(&b, "{\"inputs\":[{\"values\":[", "\"a\"", 1000, "]}]}");
	check_too_large("values", &b, YG_ESYNTAX);
	buf_clear(&b);
	put_many(&b, "{\"caps\":[", "{\"when\":{}}", 1000, "]}");
	check_too_large("rules", &b, YG_ESYNTAX);
	buf_clear(&b);
	/* Ten inputs of eight values: 10^9 combinations. */
	buf_str(&b, "{\"format\":\"yagura-policy/1\",\"id\":\"i\",\"version\":\"1\",\"inputs\":[");
	for (int i = 0; i < 10; i++) {
		buf_fmt(&b, "%s{\"name\":\"i%d\",\"fact\":\"given\",\"unknown\":\"0\",\"values\":[", i ? "," : "", i);
		for (int v = 0; v < 8; v++)
			buf_fmt(&b, "%s\"%d\"", v ? "," : "", v);
		buf_str(&b, "]}");
	}
	buf_str(&b, "],\"tables\":[{\"name\":\"t\",\"values\":[\"defer\"],\"inputs\":["
		    "\"i0\",\"i1\",\"i2\",\"i3\",\"i4\",\"i5\",\"i6\",\"i7\",\"i8\",\"i9\"],\"rows\":[["
		    "\"*\",\"*\",\"*\",\"*\",\"*\",\"*\",\"*\",\"*\",\"*\",\"*\",\"defer\"]]}],"
		    "\"result\":{\"outcome\":\"t\"},\"outcomes\":[{\"value\":\"defer\"}]}");
	check_too_large("combinations", &b, YG_ESYNTAX);
	buf_clear(&b);
	put_many(&b, "[", "[", 100000, "");
	{
		arena_auto a = {.cap = 1 << 20};
		const struct policy *p = NULL;
		CHECK_INT(policy_load(&a, buf_view(&b), NULL, 0, &p, &problems), YG_ESYNTAX, "nesting");
	}
}

/* Fail the Nth allocation until the policy loads. */
static void check_memory(struct sv text, const struct policy_csv *csv, size_t csv_count)
{
	const struct policy *none = (const struct policy *)1, *p = none;

	for (long n = 1;; n++) {
		arena_auto a = {.cap = 16 << 20, .fail_at = n};
		int r = policy_load(&a, text, csv, csv_count, &p, &problems);
		if (r == 0)
			break;
		CHECK_INT(r, YG_ENOMEM, "out of memory");
		CHECK(p == none, "output touched");
		if (!CHECK(n < 100000, "no end"))
			break;
	}
	CHECK(p != none, "loaded at last");
}

int main(void)
{
	struct policy_csv csv[] = {{SV("signal"), sv_of(csvs[0].csv)}};

	for (size_t i = 0; i < YG_COUNT(cases); i++)
		check_case(i);
	for (size_t i = 0; i < YG_COUNT(csvs); i++)
		check_csv(i);
	check_csv_names();
	check_limits();
	check_memory(SV(sound), csv, 1);
	check_memory(policy_default_text(), NULL, 0);
	for (size_t i = 0; policy_builtin_name(i); i++) {
		arena_auto a = {.cap = 16 << 20};
		const struct policy *p = NULL;
		struct sv text = policy_builtin_text(sv_of(policy_builtin_name(i)));
		CHECK_INT(policy_load(&a, text, NULL, 0, &p, &problems), 0, policy_builtin_name(i));
		CHECK_INT(problems.count, 0, policy_builtin_name(i));
	}
	CHECK(policy_builtin_text(SV("nosuch")).p == NULL, "no such policy");
	return check_done();
}
