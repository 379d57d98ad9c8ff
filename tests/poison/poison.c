/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands before the core's dgm_run (the linker puts it there) in a daemon of the tests: an article with the member "poison"
 * ends the process in one of the ways in which a fault in the core would. All others are read by the core itself.
 */
#define _GNU_SOURCE
#include <dragoman/dragoman.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int __real_dgm_run(dgm_session *s, const char *json, size_t n, dgm_error *e);
int __wrap_dgm_run(dgm_session *s, const char *json, size_t n, dgm_error *e);

static bool says(const char *json, size_t n, const char *kind) {
    char mark[64];
    snprintf(mark, sizeof mark, "\"poison\": \"%s\"", kind);
    return memmem(json, n, mark, strlen(mark)) != NULL;
}

static void sleep_ms(long ms) { nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL); }

/* All memory that the process may have, in large pieces and then in small ones. */
static void eat(void) {
    for (size_t size = (size_t)64 << 20; size > 64; size /= 2)
        for (char *p = NULL; (p = malloc(size));)
            *(char *volatile *)p = p;
}

int __wrap_dgm_run(dgm_session *s, const char *json, size_t n, dgm_error *e) {
    if (says(json, n, "abort"))
        abort();
    if (says(json, n, "segfault"))
        raise(SIGSEGV);
    if (says(json, n, "exit"))
        _exit(3);
    while (says(json, n, "hang")) /* whatever it is told */
        sleep_ms(1000);
    if (says(json, n, "eat")) {
        eat();
        abort();
    }
    if (says(json, n, "starve")) { /* this one's memory is never given back: its neighbours have none either */
        eat();
        return e->code = DGM_MEMORY;
    }
    if (says(json, n, "slow"))
        sleep_ms(2000);
    return __real_dgm_run(s, json, n, e);
}
