/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/calc.h"

#include "assess/decide.h"
#include "base/json.h"
#include "base/text.h"

/* One line being read: an error is kept at its first place. */
struct reading {
	const struct policy *p;
	struct arena *a;
	struct json j;
	struct decide_facts facts;
	struct decide_given *given;
	struct cvss cvss;
	struct yg_err err;
	int code;
};

static void fault(struct reading *r, size_t at, const char *what)
{
	if (r->code == 0)
		r->code = yg_fail(&r->err, YG_ESYNTAX, at, what);
}

/* A fact's word ("poc", also in upper case): its place plus one, as facts.h counts. */
static int read_word(struct reading *r, enum fact fact, size_t at)
{
	struct sv s;

	if (!json_string(&r->j, &s))
		return 0;
	for (int i = 0; fact_kinds[fact].values[i]; i++)
		if (sv_ieq(s, sv_of(fact_kinds[fact].values[i])))
			return i + 1;
	if (fact == FACT_EXPLOITATION && sv_ieq(s, SV("public poc")))
		return DECIDE_EXPLOITATION_POC;		/* the title that SSVC gives it */
	fault(r, at, "no value of this fact");
	return 0;
}

static enum decide_answer read_answer(struct reading *r)
{
	bool b = false;
	return !json_bool(&r->j, &b) ? DECIDE_ANSWER_UNKNOWN : b ? DECIDE_YES : DECIDE_NO;
}

/* 0, 1, 2, or the level's name. */
static enum decide_level read_level(struct reading *r, enum fact fact, size_t at)
{
	struct sv s;
	uint64_t n;

	if (json_peek(&r->j) == JSON_STRING)
		return (enum decide_level)read_word(r, fact, at);
	if (!json_number(&r->j, &s))
		return DECIDE_LEVEL_UNKNOWN;
	if (sv_u64(s, &n) && n <= 2)
		return (enum decide_level)(DECIDE_SMALL + n);
	fault(r, at, "a level is 0, 1 or 2");
	return DECIDE_LEVEL_UNKNOWN;
}

static void read_percentile(struct reading *r, size_t at)
{
	struct sv s;
	double x = 0;

	if (!json_number(&r->j, &s))
		return;
	if (!sv_double(s, &x) || x < 0 || x > 1)
		fault(r, at, "a percentile is between 0 and 1");
	r->facts.has_epss_percentile = true;
	r->facts.epss_percentile = x;
}

static void read_vector(struct reading *r, size_t at)
{
	struct yg_err err = {0};
	struct sv s;

	if (!json_string(&r->j, &s))
		return;
	if (cvss_parse(s, &r->cvss, &err) < 0)
		fault(r, at + 1 + err.at, err.what);
	r->facts.cvss = &r->cvss;
}

/* Any other key names an input or a table of the policy. */
static void read_given(struct reading *r, struct sv key, size_t key_at, size_t at)
{
	uint8_t slot = policy_slot_find(r->p, key);
	struct decide_given *g;
	struct sv s;

	if (slot == POLICY_NO_SLOT) {
		fault(r, key_at, "no fact, and no input or table of the policy");
		json_skip(&r->j);
		return;
	}
	if (json_peek(&r->j) == JSON_NUMBER ? !json_number(&r->j, &s) : !json_string(&r->j, &s))
		return;
	if (policy_value_find(r->p, slot, s) < 0)
		fault(r, at, "no value of this input or table");
	g = arena_push(r->a, r->given, r->facts.given_count);
	if (!g)
		r->code = YG_ENOMEM;
	else
		*g = (struct decide_given){key, s};
}

static void read_fact(struct reading *r, enum fact fact, size_t at)
{
	struct decide_facts *f = &r->facts;

	switch (fact) {
	case FACT_KEV: f->kev = read_answer(r); break;
	case FACT_WEAPONISED: f->weaponised = read_answer(r); break;
	case FACT_RANSOMWARE: f->ransomware = read_answer(r); break;
	case FACT_COUNTERMEASURE: f->countermeasure = read_answer(r); break;
	case FACT_EXPLOITATION:
		f->exploitation = (enum decide_exploitation)read_word(r, fact, at);
		break;
	case FACT_AUTOMATABLE:
		f->automatable = (enum decide_answer)read_word(r, fact, at);
		break;
	case FACT_TECHNICAL_IMPACT:
		f->technical_impact = (enum decide_impact)read_word(r, fact, at);
		break;
	case FACT_EXPOSURE:
		f->exposure = (enum decide_exposure)read_word(r, fact, at);
		break;
	case FACT_HELD_INFORMATION: f->held_information = read_level(r, fact, at); break;
	case FACT_OUTAGE: f->outage = read_level(r, fact, at); break;
	case FACT_SAFETY: f->safety = read_level(r, fact, at); break;
	case FACT_PIVOT: f->pivot = read_level(r, fact, at); break;
	default: read_percentile(r, at);
	}
}

static void read_member(struct reading *r, struct sv key)
{
	size_t key_at = (size_t)(key.p - 1 - r->j.begin), at;
	enum json_type type = json_peek(&r->j);

	at = (size_t)(r->j.p - r->j.begin);
	if (type == JSON_NULL) {			/* said to be absent */
		json_skip(&r->j);
		return;
	}
	if (sv_is(key, "cvss")) {
		read_vector(r, at);
		return;
	}
	for (enum fact i = FACT_KEV; i <= FACT_PIVOT; i++)
		if (sv_eq(key, sv_of(fact_kinds[i].name))) {
			read_fact(r, i, at);
			return;
		}
	read_given(r, key, key_at, at);
}

static void read_line(struct reading *r)
{
	struct sv key;
	struct yg_err err;

	if (json_enter_object(&r->j))
		while (r->code == 0 && json_key(&r->j, &key))
			read_member(r, key);
	if (r->code == 0 && json_end(&r->j, &err) < 0)
		fault(r, err.at, err.what);
	r->facts.given = r->given;
}

int decide_facts_read(const struct policy *p, struct arena *a, struct sv text,
		      struct decide_facts *out, struct yg_err *err)
{
	struct reading *r = arena_new(a, struct reading, 1);	/* the facts point to its vector */
	struct sv copy = arena_copy(a, text);

	if (!r || !copy.p)
		return yg_fail(err, YG_ENOMEM, 0, "out of memory");
	r->p = p;
	r->a = a;
	json_init(&r->j, (char *)(uintptr_t)copy.p, copy.n);	/* our own copy */
	read_line(r);
	if (r->code < 0)
		return yg_fail(err, r->code, r->err.at, r->err.what);
	*out = r->facts;
	return 0;
}

int calc_policy_line(const struct policy *p, struct arena *a, struct sv line, struct buf *out)
{
	struct decide_facts facts;
	struct jw w = jw_on(out);
	struct yg_err err = {0};
	struct decision d;
	int code = decide_facts_read(p, a, line, &facts, &err);

	if (code == 0)
		code = decide(p, &facts, a, &d);
	if (code == YG_ENOMEM)
		return code;
	jw_object(&w);
	if (code < 0) {
		jw_key(&w, "error");
		jw_str(&w, err.what ? err.what : "the policy has no such value");
		jw_key(&w, "at");
		jw_u64(&w, err.at);
	} else {
		decision_write_members(&w, &d);
		decision_write_reasons(&w, &d, false);
	}
	jw_object_end(&w);
	return out->err;
}
