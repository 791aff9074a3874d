/* SPDX-License-Identifier: Apache-2.0 */
#include "base/messages.h"

#include "base/text.h"

const char *msg(enum msg_lang lang, enum msg_key key)
{
	return msg_texts[key][lang == MSG_JA];
}

const char *msg_format_(enum msg_lang lang, enum msg_key key, const char *en)
{
	(void)en;
	return msg(lang, key);
}

/* A locale name: language[_territory][.codeset][@modifier] (POSIX.1, 8.2). */
static enum msg_lang of_locale(struct sv name)
{
	struct sv language = sv_first(name, 2);
	bool whole = name.n == 2 || (name.n > 2 && !ch_alpha((unsigned char)name.p[2]));

	return whole && sv_ieq(language, SV("ja")) ? MSG_JA : MSG_EN;
}

enum msg_lang msg_lang_of(struct sv given, const char *(*env)(const char *name))
{
	static const char *const names[] = {"YAGURA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};

	if (given.n > 0)
		return of_locale(given);
	for (size_t i = 0; i < YG_COUNT(names); i++) {
		struct sv v = sv_of(env(names[i]));
		if (v.n > 0)
			return of_locale(v);
	}
	return MSG_EN;
}

const char *msg_lang_name(enum msg_lang lang)
{
	return lang == MSG_JA ? "ja" : "en";
}
