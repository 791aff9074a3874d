/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store_pool.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "store/store_internal.h"

/* A connection that rested longer is asked first: firewalls forget it, servers restart. */
enum { REST_MS = 5000 };

struct slot {
	struct store *s;		/* NULL: not open */
	bool taken;
	int64_t given_ms;		/* when it came back */
};

struct store_pool {
	struct store_config config;
	char *url;
	pthread_mutex_t lock;
	pthread_cond_t given;
	unsigned size;
	struct slot slots[STORE_POOL_MOST];
};

static int pool_init(struct store_pool *p)
{
	pthread_condattr_t attr;
	int e = pthread_mutex_init(&p->lock, NULL);

	if (e != 0)
		return YG_ENOMEM;
	e = pthread_condattr_init(&attr);
	if (e == 0) {
		/* The time of day may jump; waiting must not. */
		(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
		e = pthread_cond_init(&p->given, &attr);
		(void)pthread_condattr_destroy(&attr);
	}
	if (e != 0)
		(void)pthread_mutex_destroy(&p->lock);
	return e == 0 ? 0 : YG_ENOMEM;
}

int store_pool_open(const struct store_config *c, unsigned size, struct store_pool **ret,
		    char message[STORE_MESSAGE])
{
	struct store_pool *p;
	int r;

	if (size == 0 || size > STORE_POOL_MOST)
		return YG_EINVAL;
	p = calloc(1, sizeof *p);
	if (!p)
		return YG_ENOMEM;
	*p = (struct store_pool){.config = *c, .size = size, .url = strndup(c->url.p, c->url.n)};
	r = p->url ? pool_init(p) : YG_ENOMEM;
	if (r < 0) {
		free(p->url);
		free(p);
		return r;
	}
	p->config.url.p = p->url;
	r = store_open(&p->config, &p->slots[0].s, message);
	if (r < 0) {
		store_pool_close(p);
		return r;
	}
	p->slots[0].given_ms = store_elapsed_ms();
	*ret = p;
	return 0;
}

void store_pool_close(struct store_pool *p)
{
	if (!p)
		return;
	for (unsigned i = 0; i < p->size; i++)
		store_close(p->slots[i].s);
	(void)pthread_cond_destroy(&p->given);
	(void)pthread_mutex_destroy(&p->lock);
	free(p->url);
	free(p);
}

/* A free slot: the one used last, whose connection and caches are warm; then an unopened one. */
static struct slot *free_slot(struct store_pool *p)
{
	struct slot *best = NULL;

	for (unsigned i = 0; i < p->size; i++) {
		struct slot *slot = &p->slots[i];
		if (slot->taken)
			continue;
		if (!best || (slot->s && (!best->s || slot->given_ms > best->given_ms)))
			best = slot;
	}
	return best;
}

static struct timespec deadline(unsigned wait_ms)
{
	struct timespec t = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += wait_ms / 1000;
	t.tv_nsec += (long)(wait_ms % 1000) * 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	return t;
}

/* The slot is ours; connecting may take seconds, so it is done without the lock. */
static int make_usable(struct store_pool *p, struct slot *slot)
{
	if (slot->s && (slot->s->lost || store_elapsed_ms() - slot->given_ms > REST_MS) &&
	    store_ping(slot->s) < 0) {
		store_close(slot->s);
		slot->s = NULL;
	}
	return slot->s ? 0 : store_open(&p->config, &slot->s, NULL);
}

static void put_back(struct store_pool *p, struct slot *slot)
{
	(void)pthread_mutex_lock(&p->lock);
	slot->taken = false;
	slot->given_ms = store_elapsed_ms();
	(void)pthread_cond_signal(&p->given);
	(void)pthread_mutex_unlock(&p->lock);
}

int store_pool_take(struct store_pool *p, unsigned wait_ms, struct store **ret)
{
	struct timespec until = deadline(wait_ms);
	struct slot *slot;
	int e = 0, r;

	(void)pthread_mutex_lock(&p->lock);
	while (!(slot = free_slot(p)) && e == 0)
		e = pthread_cond_timedwait(&p->given, &p->lock, &until);
	if (slot)
		slot->taken = true;
	(void)pthread_mutex_unlock(&p->lock);
	if (!slot)
		return STORE_EBUSY;
	r = make_usable(p, slot);
	if (r < 0)
		put_back(p, slot);
	else
		*ret = slot->s;
	return r;
}

void store_pool_give(struct store_pool *p, struct store *s)
{
	struct slot *slot = NULL;

	for (unsigned i = 0; s && i < p->size && !slot; i++)
		if (p->slots[i].taken && p->slots[i].s == s)
			slot = &p->slots[i];
	if (!slot)
		return;
	store_rollback(s);
	if (s->lost) {
		store_close(s);
		slot->s = NULL;
	}
	put_back(p, slot);
}
