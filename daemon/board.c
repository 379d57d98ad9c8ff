/* SPDX-License-Identifier: Apache-2.0 */
#include "board.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"

struct board {
    pthread_mutex_t lock; /* of all below */
    char *texts[BOARD_TEXTS];
    bool ready;
    int64_t pinned;
    work_plan *plan;
};

board *board_new(void) {
    board *b = calloc(1, sizeof *b);
    if (b)
        pthread_mutex_init(&b->lock, NULL);
    return b;
}

void board_free(board *b) {
    if (!b)
        return;
    for (size_t i = 0; i < BOARD_TEXTS; i++)
        free(b->texts[i]);
    work_plan_unref(b->plan);
    pthread_mutex_destroy(&b->lock);
    free(b);
}

void board_pin(board *b, char *texts[BOARD_TEXTS], bool ready) {
    pthread_mutex_lock(&b->lock);
    for (size_t i = 0; i < BOARD_TEXTS; i++)
        if (texts[i]) {
            free(b->texts[i]);
            b->texts[i] = texts[i];
        }
    b->ready = ready;
    b->pinned = clock_ms();
    pthread_mutex_unlock(&b->lock);
}

void board_plan(board *b, work_plan *plan) {
    pthread_mutex_lock(&b->lock);
    work_plan *old = b->plan;
    b->plan = work_plan_ref(plan);
    pthread_mutex_unlock(&b->lock);
    work_plan_unref(old);
}

char *board_copy(board *b, enum board_text text) {
    pthread_mutex_lock(&b->lock);
    char *copy = b->texts[text] ? strdup(b->texts[text]) : NULL;
    pthread_mutex_unlock(&b->lock);
    return copy;
}

bool board_ready(board *b) {
    pthread_mutex_lock(&b->lock);
    bool ready = b->ready;
    pthread_mutex_unlock(&b->lock);
    return ready;
}

int64_t board_age(board *b) {
    pthread_mutex_lock(&b->lock);
    int64_t pinned = b->pinned;
    pthread_mutex_unlock(&b->lock);
    return pinned ? clock_ms() - pinned : -1;
}

work_plan *board_model(board *b) {
    pthread_mutex_lock(&b->lock);
    work_plan *plan = b->plan ? work_plan_ref(b->plan) : NULL;
    pthread_mutex_unlock(&b->lock);
    return plan;
}
