/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/messages.h"

/* One environment at a time. */
static const char *env_name, *env_value;

static const char *env(const char *name)
{
	return env_name && strcmp(name, env_name) == 0 ? env_value : NULL;
}

static const struct { const char *given, *name, *value; enum msg_lang lang; } languages[] = {
	{"", NULL, NULL, MSG_EN},
	{"ja", "LANG", "en_US.UTF-8", MSG_JA},
	{"en", "LANG", "ja_JP.UTF-8", MSG_EN},
	{"JA", NULL, NULL, MSG_JA},
	{"", "LANG", "ja_JP.UTF-8", MSG_JA},
	{"", "LC_MESSAGES", "ja_JP.eucJP", MSG_JA},
	{"", "LC_ALL", "ja", MSG_JA},
	{"", "YAGURA_LANG", "ja", MSG_JA},
	{"", "LANG", "C", MSG_EN},
	{"", "LANG", "jam_JM", MSG_EN},		/* Jamaican Creole is not Japanese */
	{"", "LANG", "", MSG_EN},
	{"", "LANG", "de_DE.UTF-8", MSG_EN},
};

static const char *env_both(const char *name)
{
	return strcmp(name, "LC_ALL") == 0 ? "C" : strcmp(name, "LANG") == 0 ? "ja_JP" : NULL;
}

int main(void)
{
	buf_auto b = BUF_CAP(1000);

	for (size_t i = 0; i < YG_COUNT(languages); i++) {
		env_name = languages[i].name;
		env_value = languages[i].value;
		CHECK_INT(msg_lang_of(sv_of(languages[i].given), env), languages[i].lang,
			  languages[i].value ? languages[i].value : languages[i].given);
	}
	CHECK_INT(msg_lang_of(SV(""), env_both), MSG_EN, "LC_ALL=C wins over LANG=ja_JP");

	for (unsigned k = 1; k < MSG_COUNT; k++)
		for (int lang = MSG_EN; lang <= MSG_JA; lang++)
			CHECK(msg((enum msg_lang)lang, (enum msg_key)k) &&
			      *msg((enum msg_lang)lang, (enum msg_key)k), "message %u", k);

	msg_put(&b, MSG_EN, MSG_USAGE_DID_YOU_MEAN, SV_ARG(SV("--policy")));
	CHECK_SV(buf_view(&b), " Did you mean --policy?", "en");
	buf_clear(&b);
	msg_put(&b, MSG_JA, MSG_USAGE_DID_YOU_MEAN, SV_ARG(SV("--policy")));
	CHECK_SV(buf_view(&b), " もしかして: --policy", "ja");
	return check_done();
}
