/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file.h - a whole file into memory, and a file that is either all there or not at all.
 *
 * Ownership: file_read() fills the caller's buffer; a struct file_writer owns its descriptor
 *	and temporary name until file_commit() or file_abandon() (file_auto).
 * Errors:    YG_EIO (errno says more), YG_ENOTFOUND, YG_ELIMIT, YG_ENOMEM, YG_EINVAL (the path
 *	is too long).
 * Threads:   one owner.   Trust: paths are the user's; contents are not looked at.
 */
#ifndef YAGURA_FILE_H
#define YAGURA_FILE_H

#include "base/buf.h"

/* Append the file to b (its cap is the limit); "-" is standard input. */
int file_read(struct sv path, struct buf *b) YG_CHECK;

enum { FILE_PATH_MAX = 4096 };

struct file_writer {
	int fd;				/* -1: not open */
	char path[FILE_PATH_MAX];	/* where it will be */
	char temporary[FILE_PATH_MAX];	/* beside it; for interrupt_unlink() */
};

/* Open a temporary file beside path; write to w->fd. */
int file_begin(struct sv path, struct file_writer *w) YG_CHECK;
/* fsync, rename to the path; mode is as the umask says for 0666.  Closed in any case. */
int file_commit(struct file_writer *w) YG_CHECK;
/* Remove the temporary file, if there is one. */
void file_abandon(struct file_writer *w);
#define file_auto __attribute__((cleanup(file_abandon))) struct file_writer

#endif
