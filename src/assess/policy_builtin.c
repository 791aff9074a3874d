/* SPDX-License-Identifier: Apache-2.0 */
/* policy_builtin.c - the policies that the program carries (data/policies). */
#include "assess/policy_internal.h"

#include "base/text.h"

struct sv policy_default_text(void)
{
	return policy_builtins[0].text;
}

struct sv policy_builtin_text(struct sv name)
{
	for (size_t i = 0; i < policy_builtin_count; i++)
		if (sv_eq(name, sv_of(policy_builtins[i].name)))
			return policy_builtins[i].text;
	return (struct sv){NULL, 0};
}

const char *policy_builtin_name(size_t i)
{
	return i < policy_builtin_count ? policy_builtins[i].name : NULL;
}
