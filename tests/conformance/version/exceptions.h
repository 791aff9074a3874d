/* SPDX-License-Identifier: Apache-2.0 */
/* exceptions.h - pairs where we hold another answer; docs/conformance.md says why. */
#ifndef YAGURA_EXCEPTIONS_H
#define YAGURA_EXCEPTIONS_H

struct version_exception {
	const char *scheme, *a, *b, *ours;
};

__attribute__((unused))
static const struct version_exception version_exceptions[] = {
	{"apk", "1-0-0", "1.13.2-r0", "-1"},
	{"apk", "invalid", "1.4.0-r0", "-1"},
	{"composer", "1.0.0", "1.0", "0"},
	{"composer", "v3.0", "v3.0.0-beta", "1"},
	{"composer", "v3.4", "v3.4.0-alpha", "1"},
	{"composer", "v4-beta4", "v4.0-alpha", "1"},
	{"composer", "v1.9.0-ALPHA.1", "v1.9.0-BETA.1", "-1"},
	{"composer", "v1.9.0-BETA.1", "v1.9.0-ALPHA.2", "1"},
	{"composer", "v1.9.0-ALPHA.2", "v1.9.0-BETA.2", "-1"},
	{"composer", "5.1.0-stable", "5.1.0-beta2", "1"},
	{"composer", "v4.4", "v4.4.0-beta", "1"},
	{"composer", "v6.5", "v6.5.0-beta-0", "1"},
	{"composer", "v6.6", "v6.6.0-beta", "1"},
	{"composer", "dev-foo", "1.26.0", "error"},
	{"composer", "1.26.0", "dev-foo", "error"},
	{"composer", "1.2.3.#.1", "1.2.3", "error"},
	{"composer", "1.2.3.#.p3", "1.2.3", "error"},
	{"composer", "1.2.3.#.beta", "1.2.3", "error"},
	{"composer", "string", "0.0", "error"},
	{"generic", "1.0.0", "1.0.0-dev1", "1"},
	{"generic", "5-appl_1.16.1", "5-1.0.1", "error"},
	{"generic", "1.8.0_456", "1.8.0_456-b1", "error"},
	{"hackage", "1-20-0", "1.20.0", "error"},
	{"maven", "3.2.0rc2", "3.2.0-rc.1", "1"},
	{"maven", "4.0.16.Final", "4.0.16.Final-jason1", "1"},
	{"maven", "4.0.17.Final", "4.0.17.Final-wildfly-1", "1"},
	{"maven", "1.1.3.RELEASE", "1.1.3.RELEASE-A", "1"},
	{"maven", "7.4.3.20", "7.4.3.20-ga20", "0"},
	{"maven", "7.4.3.21", "7.4.3.21-ga21", "0"},
	{"maven", "1.0.0-beta11", "1.0.0-beta.6", "1"},
	{"maven", "3.5.0-CR-2", "3.5.0.Beta-1", "1"},
	{"maven", "v3.7.0rc2", "v3.7.0-rc.3", "1"},
	{"maven", "1-1.foo-bar-1-baz-0.1", "1-1.foo-bar1baz-.1", "1"},
	{"nuget", "1.4.0rc3", "3.0.0.4001", "-1"},
	{"nuget", "0", "0.0.0-0", "1"},
	{"openssl", "1.0.2zc", "1.0.2zc-dev", "1"},
	{"pub", "0", "0.0.0-0", "1"},
};

struct vers_exception {
	const char *scheme, *range, *ours;
};

__attribute__((unused))
static const struct vers_exception vers_exceptions[] = {
	{"conan", "", "vers:conan/*"},
	{"npm", "<= 1.0", "vers:npm/<1.1.0"},
	{"npm", ">= 0.2.0 <= 0.9.6 || ~0.8.0-pre",
	 "vers:npm/>=0.2.0|>=0.8.0-pre|<0.9.0|<=0.9.6"},
	{"npm", ">= 2.2.x", "vers:npm/>=2.2.0"},
	{"npm", ">= 1.x", "vers:npm/>=1.0.0"},
	{"npm", "2.1 || 2.6", "vers:npm/>=2.1.0|<2.2.0|>=2.6.0|<2.7.0"},
	{"npm", "<=2.1 >=1.1", "vers:npm/>=1.1.0|<2.2.0"},
};

#endif
