/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where reading starts: at the group's offset, and at the beginning where there is none. `auto.offset.reset` decides neither:
 * `earliest` would jump silently over what retention took, `latest` over everything.
 *
 * With a window it starts at the group's offset, too (an interrupted run goes on, its partitions may move between processes), and
 * where there is none at the window's edge. It stops at the last stable offset of this moment, or before. That offset is asked
 * for before times are looked up: behind an open transaction the look-up says that there is nothing, and by the time it is
 * answered the transaction may have ended.
 */
#include "bus_kafka.h"

enum { ASK_MS = 5000, TRIES = 6 };

static bool all_good(const rd_kafka_topic_partition_list_t *list) {
    bool good = true;
    for (int i = 0; good && i < list->cnt; i++)
        good = list->elems[i].err == RD_KAFKA_RESP_ERR_NO_ERROR;
    return good;
}

static bool ask_group(bus *b, rd_kafka_topic_partition_list_t *offsets) {
    bool known = false;
    for (int i = 0; i < TRIES && !known; i++) {
        b->events.waiting(b->events.arg);
        known = rd_kafka_committed(b->consumer, offsets, ASK_MS) == RD_KAFKA_RESP_ERR_NO_ERROR && all_good(offsets);
    }
    return known;
}

/* The last stable offsets: a reader of committed records is told these as the ends. */
static bool ask_ends(bus *b, const rd_kafka_topic_partition_list_t *list, int64_t *ends) {
    for (int i = 0; i < list->cnt; i++) {
        int64_t low = 0;
        rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR__TIMED_OUT;
        for (int try = 0; try < TRIES && err; try++) {
            b->events.waiting(b->events.arg);
            err = rd_kafka_query_watermark_offsets(b->consumer, list->elems[i].topic, list->elems[i].partition, &low,
                                                   &ends[i], ASK_MS);
        }
        if (err)
            return false;
    }
    return true;
}

/* A lower bound: the first offset whose message is not older, or one before it. Nothing so young: the end. */
static bool ask_times(bus *b, rd_kafka_topic_partition_list_t *offsets, int64_t time, const int64_t *ends) {
    bool known = false;
    for (int try = 0; try < TRIES && !known; try++) {
        b->events.waiting(b->events.arg);
        for (int i = 0; i < offsets->cnt; i++)
            offsets->elems[i].offset = time;
        known =
            rd_kafka_offsets_for_times(b->consumer, offsets, ASK_MS) == RD_KAFKA_RESP_ERR_NO_ERROR && all_good(offsets);
    }
    for (int i = 0; i < offsets->cnt; i++)
        if (offsets->elems[i].offset < 0)
            offsets->elems[i].offset = ends[i];
    return known;
}

static int64_t edge(const bus *b, const rd_kafka_topic_partition_t *p, const rd_kafka_topic_partition_t *timed,
                    int64_t end) {
    int64_t named = -1;
    switch (b->c->window->from.kind) {
    case WINDOW_TIME:
        return timed->offset;
    case WINDOW_OFFSETS:
        named = window_named(&b->c->window->from, p->topic, p->partition);
        return named >= 0 ? named : end; /* left out */
    default:
        return RD_KAFKA_OFFSET_BEGINNING;
    }
}

static bool window_starts(bus *b, rd_kafka_topic_partition_list_t *list, const rd_kafka_topic_partition_list_t *group,
                          int64_t *stops) {
    const window *w = b->c->window;
    rd_kafka_topic_partition_list_t *timed = rd_kafka_topic_partition_list_copy(list);
    bool known = ask_ends(b, list, stops) && (w->from.kind != WINDOW_TIME || ask_times(b, timed, w->from.time, stops));
    for (int i = 0; known && i < list->cnt; i++) {
        rd_kafka_topic_partition_t *p = &list->elems[i];
        int64_t until = window_named(&w->until, p->topic, p->partition),
                done = w->dry_run ? -1 : group->elems[i].offset;
        p->offset = done >= 0 ? done : edge(b, p, &timed->elems[i], stops[i]);
        if (until >= 0 && until < stops[i])
            stops[i] = until;
    }
    rd_kafka_topic_partition_list_destroy(timed);
    return known;
}

/* While offsets stand in somebody's open transaction the group does not say them. Were librdkafka left to find them itself, it
 * would find none when the first transaction of all is aborted in the end, and the partition would stand still for good. */
bool bus_kafka_starts(bus *b, rd_kafka_topic_partition_list_t *list, int64_t *stops) {
    rd_kafka_topic_partition_list_t *group = rd_kafka_topic_partition_list_copy(list);
    bool known = list->cnt == 0 || ask_group(b, group);
    bool answer = true;
    for (int i = 0; i < list->cnt; i++)
        stops[i] = -1;
    if (!known)
        answer = false;
    else if (b->c->window && list->cnt)
        answer = window_starts(b, list, group, stops);
    else
        for (int i = 0; i < list->cnt; i++)
            list->elems[i].offset = group->elems[i].offset >= 0 ? group->elems[i].offset : RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_topic_partition_list_destroy(group);
    return answer;
}
