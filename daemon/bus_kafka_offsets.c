/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The offsets of a transaction, in a thread: rd_kafka_send_offsets_to_transaction does not keep its time (librdkafka 1.4 to 2.16;
 * confluentinc/librdkafka#5456). Where the group's coordinator died, 2.16 may not look for the next one (#5511), and the call never comes
 * back: the loop would stand still with it, without an answer to SIGTERM.
 */
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "bus_kafka.h"
#include "clock.h"

enum { ANSWER_MS = 1000 };

struct bus_offering {
    rd_kafka_t *producer;                      /* borrowed: it is not destroyed as long as we are here */
    rd_kafka_topic_partition_list_t *offsets;  /* owned */
    rd_kafka_consumer_group_metadata_t *group; /* owned */
    rd_kafka_error_t *error;                   /* the answer */
    int done;                                  /* an event */
    int64_t since;
    pthread_t thread;
};

static void *send_offsets(void *arg) {
    static const uint64_t one = 1;
    struct bus_offering *o = arg;
    o->error = rd_kafka_send_offsets_to_transaction(o->producer, o->offsets, o->group, ANSWER_MS);
    return write(o->done, &one, sizeof one) < 0 ? arg : NULL;
}

static void drop(struct bus_offering *o) {
    rd_kafka_topic_partition_list_destroy(o->offsets);
    rd_kafka_consumer_group_metadata_destroy(o->group);
    if (o->done >= 0)
        close(o->done);
    free(o);
}

bool bus_kafka_offsets_send(bus *b, rd_kafka_topic_partition_list_t *offsets,
                            rd_kafka_consumer_group_metadata_t *group) {
    struct bus_offering *o = malloc(sizeof *o);
    if (!o) {
        rd_kafka_topic_partition_list_destroy(offsets);
        rd_kafka_consumer_group_metadata_destroy(group);
        return false;
    }
    *o = (struct bus_offering){.producer = b->producer,
                               .offsets = offsets,
                               .group = group,
                               .done = eventfd(0, EFD_CLOEXEC),
                               .since = clock_ms()};
    if (o->done < 0 || pthread_create(&o->thread, NULL, send_offsets, o) != 0) {
        drop(o);
        return false;
    }
    b->offering = o;
    return true;
}

enum bus_answer bus_kafka_offsets_answer(bus *b, rd_kafka_error_t **error) {
    struct bus_offering *o = b->offering;
    struct pollfd p = {.fd = o->done, .events = POLLIN};
    *error = NULL;
    if (poll(&p, 1, ANSWER_MS) <= 0)
        return clock_ms() - o->since < b->timeout ? BUS_ANSWER_NONE : BUS_ANSWER_NEVER;
    pthread_join(o->thread, NULL);
    *error = o->error;
    b->offering = NULL;
    drop(o);
    return BUS_ANSWER;
}
