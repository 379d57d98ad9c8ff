/* SPDX-License-Identifier: Apache-2.0 */
/* Order and gaps: what may be committed, and who frees a slot that nobody wants any more. */
#include "batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static int freed;

void bus_record_free(bus_record *record) { /* in place of the bus's */
    freed += record != NULL;
    free(record);
}

static slot *add(batch *b, partition *p, int64_t offset) {
    bus_record *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->topic = p->topic;
    r->partition = p->number;
    r->offset = offset;
    r->value = (bus_bytes){"0123456789", 10};
    slot *s = batch_add(b, p, r);
    assert_non_null(s);
    return s;
}

/* All its messages are with the producer. */
static void finish(partition *p, slot *s) {
    s->state = SLOT_SENT;
    s->next = 1;
    p->sent++;
    p->given = p->given < p->sent ? p->sent : p->given;
}

static void no_gap_is_passed(void **state) {
    (void)state;
    batch b = {0};
    partition *p = batch_assign(&b, "articles", 2, -1);
    slot *s[200];
    freed = 0;
    for (int i = 0; i < 200; i++)
        s[i] = add(&b, p, 1000 + 2 * i); /* offsets with markers between them */
    assert_int_equal(b.slots, 200);
    assert_int_equal(b.bytes, 2000);
    assert_int_equal(batch_settle(&b, p), 0);
    assert_int_equal(p->next, -1);
    for (int i = 0; i < 150; i++)
        finish(p, s[i]);
    assert_int_equal(batch_settle(&b, p), 150);
    assert_int_equal(p->next, 1000 + 2 * 149 + 1);
    assert_int_equal(freed, 150);
    assert_int_equal(b.slots, 50);
    assert_int_equal(b.bytes, 500);
    batch_free(&b);
}

static void what_was_sent_is_sent_again(void **state) {
    (void)state;
    batch b = {0};
    partition *p = batch_assign(&b, "articles", 0, 0);
    slot *s[5];
    for (int i = 0; i < 5; i++)
        s[i] = add(&b, p, i);
    finish(p, s[0]);
    finish(p, s[1]);
    s[2]->state = SLOT_READ;
    s[2]->next = 1; /* in part */
    batch_unsend(p);
    assert_int_equal(p->sent, 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(s[i]->state, SLOT_READ);
        assert_int_equal(s[i]->next, 0);
    }
    assert_int_equal(s[3]->state, SLOT_WAITING);
    assert_int_equal(batch_settle(&b, p), 0);
    assert_int_equal(p->next, -1);
    batch_free(&b);
}

static void ring_grows_in_order(void **state) {
    (void)state;
    batch b = {0};
    partition *p = batch_assign(&b, "articles", 0, 0);
    int64_t in = 0, out = 0;
    for (int round = 0; round < 40; round++) {
        for (int i = 0; i < 30; i++)
            add(&b, p, in++);
        for (int i = 0; i < 20; i++, out++) {
            assert_int_equal(batch_slot(p, 0)->record->offset, out);
            finish(p, batch_slot(p, 0));
            assert_int_equal(batch_settle(&b, p), 1);
        }
    }
    assert_int_equal(p->n, 400);
    for (size_t i = 0; i < p->n; i++)
        assert_int_equal(batch_slot(p, i)->record->offset, out + (int64_t)i);
    batch_free(&b);
    assert_int_equal(b.slots, 0);
}

static void dropped_slots_wait_for_their_holders(void **state) {
    (void)state;
    batch b = {0};
    partition *p = batch_assign(&b, "articles", 0, 0);
    slot *at_worker = add(&b, p, 0), *at_producer = add(&b, p, 1);
    add(&b, p, 2);
    freed = 0;
    at_worker->at_worker = true;
    at_producer->unconfirmed = 2;
    batch_remove(&b, p);
    assert_int_equal(freed, 1);
    assert_int_equal(b.strays, 2);
    assert_int_equal(b.slots, 0);
    assert_true(atomic_load(&at_worker->dropped));
    assert_null(at_producer->partition);
    at_producer->unconfirmed = 1;
    batch_stray(&b, at_producer);
    assert_int_equal(freed, 1);
    at_producer->unconfirmed = 0;
    batch_stray(&b, at_producer);
    at_worker->at_worker = false;
    batch_stray(&b, at_worker);
    assert_int_equal(freed, 3);
    assert_int_equal(b.strays, 0);
    batch_free(&b);
}

static void drops_the_tail_only(void **state) {
    (void)state;
    batch b = {0};
    partition *p = batch_assign(&b, "articles", 0, 0);
    for (int i = 0; i < 10; i++)
        add(&b, p, i);
    p->given = 6;
    p->sent = 4;
    batch_drop(&b, p, 6);
    assert_int_equal(p->n, 6);
    assert_int_equal(p->given, 6);
    batch_drop(&b, p, 3);
    assert_int_equal(p->sent, 3);
    assert_int_equal(p->given, 3);
    batch_free(&b);
}

static void finds_partitions(void **state) {
    (void)state;
    batch b = {0};
    for (int i = 0; i < 50; i++)
        assert_non_null(batch_assign(&b, i % 2 ? "a" : "b", i / 2, -1));
    assert_int_equal(batch_find(&b, "a", 7)->number, 7);
    assert_string_equal(batch_find(&b, "b", 3)->topic, "b");
    assert_null(batch_find(&b, "c", 0));
    batch_remove(&b, batch_find(&b, "a", 7));
    assert_null(batch_find(&b, "a", 7));
    assert_int_equal(b.n, 49);
    batch_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_gap_is_passed),    cmocka_unit_test(what_was_sent_is_sent_again),
        cmocka_unit_test(ring_grows_in_order), cmocka_unit_test(dropped_slots_wait_for_their_holders),
        cmocka_unit_test(drops_the_tail_only), cmocka_unit_test(finds_partitions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
