/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C11 threads as POSIX threads, for builds with ThreadSanitizer. It does not know thrd_create (GCC 12): a thread that librdkafka
 * starts has no state of the sanitizer and ends the process with SIGSEGV at the first call that it watches. In glibc thrd_t is
 * pthread_t. librdkafka's locks stay unseen, as all that it does by itself (suppressions.txt).
 */
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

#define SEEN __attribute__((visibility("default"))) /* librdkafka's calls come here instead of to libc */

typedef struct start {
    thrd_start_t run;
    void *arg;
} start;

static void *run(void *arg) {
    start s = *(start *)arg;
    free(arg);
    return (void *)(intptr_t)s.run(s.arg);
}

SEEN int thrd_create(thrd_t *thread, thrd_start_t function, void *arg) {
    start *s = malloc(sizeof *s);
    if (!s)
        return thrd_nomem;
    *s = (start){function, arg};
    if (pthread_create(thread, NULL, run, s) == 0)
        return thrd_success;
    free(s);
    return thrd_error;
}

SEEN int thrd_join(thrd_t thread, int *result) {
    void *value = NULL;
    int error = pthread_join(thread, &value);
    if (result)
        *result = (int)(intptr_t)value;
    return error == 0 ? thrd_success : thrd_error;
}
