/* SPDX-License-Identifier: Apache-2.0 */
#include "queue.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void keeps_order_and_bounds(void **state) {
    (void)state;
    int items[4];
    queue *q = queue_new(3);
    assert_non_null(q);
    assert_null(queue_try(q));
    for (int round = 0; round < 5; round++) { /* around the ring */
        for (int i = 0; i < 3; i++)
            assert_true(queue_put(q, &items[i]));
        assert_false(queue_put(q, &items[3]));
        assert_int_equal(queue_count(q), 3);
        for (int i = 0; i < 3; i++)
            assert_ptr_equal(queue_take(q), &items[i]);
        assert_int_equal(queue_count(q), 0);
        assert_true(queue_put(q, &items[0]));
        assert_ptr_equal(queue_try(q), &items[0]);
    }
    queue_free(q);
    queue_free(NULL);
}

static void closed_gives_what_is_left(void **state) {
    (void)state;
    int item = 0;
    queue *q = queue_new(2);
    assert_true(queue_put(q, &item));
    queue_close(q);
    assert_false(queue_put(q, &item));
    assert_ptr_equal(queue_take(q), &item);
    assert_null(queue_take(q));
    queue_free(q);
}

enum { TAKERS = 4, ITEMS = 20000 };

typedef struct taker {
    queue *q;
    pthread_t thread;
    uint64_t sum, n;
} taker;

static void *take_all(void *arg) {
    taker *t = arg;
    for (uint64_t *item = NULL; (item = queue_take(t->q)); t->n++)
        t->sum += *item;
    return NULL;
}

static void every_item_once_between_threads(void **state) {
    (void)state;
    static uint64_t items[ITEMS];
    taker takers[TAKERS];
    uint64_t sum = 0, n = 0;
    queue *q = queue_new(8);
    for (int i = 0; i < TAKERS; i++) {
        takers[i] = (taker){.q = q};
        assert_int_equal(pthread_create(&takers[i].thread, NULL, take_all, &takers[i]), 0);
    }
    for (uint64_t i = 0; i < ITEMS; i++) {
        items[i] = i;
        while (!queue_put(q, &items[i]))
            continue;
    }
    queue_close(q);
    for (int i = 0; i < TAKERS; i++) {
        pthread_join(takers[i].thread, NULL);
        sum += takers[i].sum;
        n += takers[i].n;
    }
    assert_int_equal(n, ITEMS);
    assert_int_equal(sum, (uint64_t)ITEMS * (ITEMS - 1) / 2);
    queue_free(q);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_order_and_bounds),
        cmocka_unit_test(closed_gives_what_is_left),
        cmocka_unit_test(every_item_once_between_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
