/* SPDX-License-Identifier: Apache-2.0 */
#include "fetch/confine.h"

#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* landlock(7): writing and making files, ABI 1; cutting them short came with ABI 3.  A rename
 * inside one folder needs REMOVE_FILE and MAKE_REG, not REFER. */
#define CHANGES (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
		 LANDLOCK_ACCESS_FS_MAKE_REG)
#define FORBIDDEN (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
		   LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | \
		   LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | \
		   LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)
#define TRUNCATE (1u << 14)

static bool restrict_to(long rules, int folder, uint64_t changes)
{
	struct landlock_path_beneath_attr beneath = {.allowed_access = changes,
		.parent_fd = folder};

	return syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0)
		       == 0 &&
	       prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}

bool fetch_confine(int folder)
{
	struct landlock_ruleset_attr attr;
	uint64_t changes = CHANGES;
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
			   LANDLOCK_CREATE_RULESET_VERSION);
	long rules;
	bool done;

	if (abi < 1)
		return false;
	if (abi >= 3)
		changes |= TRUNCATE;
	attr = (struct landlock_ruleset_attr){.handled_access_fs = changes | FORBIDDEN};
	rules = syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
	if (rules < 0)
		return false;
	done = restrict_to(rules, folder, changes);
	(void)close((int)rules);
	return done;
}
