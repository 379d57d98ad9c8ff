/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ends or stops the daemon at a chosen step of a transaction, from outside: a library for LD_PRELOAD, so that the program under
 * test is the one that is installed.
 *
 *   FAULT_AT=STEP:before|after:N[:stop|:hang]   at the N-th such step: SIGKILL, or SIGSTOP, or the call never comes back
 *   FAULT_AT=REQUEST:after:N:cut            its answer is lost with the connection; then SIGSTOP
 *   FAULT_CLOCK=FILE                        as long as there is such a file the clock is two hours ahead
 *
 * STEP is a call of librdkafka's interface (init, begin, produce, offsets, commit, abort) or a request on the wire
 * (InitProducerId, Produce, AddPartitionsToTxn, AddOffsetsToTxn, TxnOffsetCommit, EndTxn). "before" a request: it is not sent.
 * "after": it is sent and its answer not read, so the broker does what the process never learns of.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <librdkafka/rdkafka.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

enum { AHEAD_S = 7200, ANSWER_MS = 2000 };

static const struct request {
    const char *name;
    int key; /* of the protocol */
} requests[] = {{"Produce", 0},          {"InitProducerId", 22},  {"AddPartitionsToTxn", 24},
                {"AddOffsetsToTxn", 25}, {"TxnOffsetCommit", 28}, {"EndTxn", 26}};

/* The count outlives each call, and nobody could hand it in: the callers do not know of this library. */
static atomic_long calls;

/* The broker has done what it was asked for, and nobody learns of it. */
static void lose_answer(int connection) {
    char answer[4096];
    struct pollfd p = {.fd = connection, .events = POLLIN};
    poll(&p, 1, ANSWER_MS);
    while (recv(connection, answer, sizeof answer, MSG_DONTWAIT) > 0) {}
    shutdown(connection, SHUT_RDWR);
}

/* The step is reached: counts it when it is the chosen one, and strikes when it is its time. `after` of the same step does not
 * count again: it looks at what `before` has counted. */
static void reached(const char *step, bool after, int connection) {
    char chosen[32] = "", side[8] = "", how[8] = "kill";
    long n = 0;
    const char *fault = getenv("FAULT_AT");
    if (fault == NULL || sscanf(fault, "%31[^:]:%7[^:]:%ld:%7s", chosen, side, &n, how) < 3 ||
        strcmp(chosen, step) != 0) {
        return;
    }
    long count = after ? atomic_load(&calls) : atomic_fetch_add(&calls, 1) + 1;
    if (count == n && after == (strcmp(side, "after") == 0)) {
        if (after) {
            atomic_fetch_add(&calls, 1); /* what goes on after SIGSTOP is not struck again */
        }
        while (strcmp(how, "hang") == 0) {
            pause();
        }
        bool cut = strcmp(how, "cut") == 0;
        if (cut) {
            lose_answer(connection);
        }
        kill(getpid(), cut || strcmp(how, "stop") == 0 ? SIGSTOP : SIGKILL);
    }
}

static void *original(const char *name);

/* The clock of records' times (rd_uclock); the monotonic one is another function. */
int gettimeofday(struct timeval *restrict t, void *restrict zone) {
    int (*clock_of_the_machine)(struct timeval *, void *) = original("gettimeofday");
    int status = clock_of_the_machine(t, zone);
    const char *file = getenv("FAULT_CLOCK");
    if (file != NULL && access(file, F_OK) == 0) {
        t->tv_sec += AHEAD_S;
    }
    return status;
}

/* The end of a wait that was worked out from the clock that is ahead would come two hours late: librdkafka takes that clock in some
 * versions (2.16.0) and another one in others (2.0.2). A machine whose clock is wrong waits as long as any other. */
int cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *end) {
    int (*wait)(cnd_t *, mtx_t *, const struct timespec *) =
        (int (*)(cnd_t *, mtx_t *, const struct timespec *))original("cnd_timedwait");
    struct timespec now, right = *end;
    clock_gettime(CLOCK_REALTIME, &now);
    if (getenv("FAULT_CLOCK") != NULL && right.tv_sec - now.tv_sec > AHEAD_S / 2) {
        right.tv_sec -= AHEAD_S;
    }
    return wait(condition, mutex, &right);
}

static void *original(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    if (function == NULL) {
        fprintf(stderr, "fault: there is no %s\n", name);
        abort();
    }
    return function;
}

#define WRAP(step, name, parameters, arguments) \
    rd_kafka_error_t *name parameters { \
        rd_kafka_error_t *(*call)parameters = (rd_kafka_error_t * (*)parameters) original(#name); \
        reached(step, false, -1); \
        rd_kafka_error_t *error = call arguments; \
        reached(step, true, -1); \
        return error; \
    }

WRAP("init", rd_kafka_init_transactions, (rd_kafka_t * rk, int timeout), (rk, timeout))
WRAP("begin", rd_kafka_begin_transaction, (rd_kafka_t * rk), (rk))
WRAP("offsets", rd_kafka_send_offsets_to_transaction,
     (rd_kafka_t * rk, const rd_kafka_topic_partition_list_t *offsets, const rd_kafka_consumer_group_metadata_t *group,
      int timeout),
     (rk, offsets, group, timeout))
WRAP("commit", rd_kafka_commit_transaction, (rd_kafka_t * rk, int timeout), (rk, timeout))
WRAP("abort", rd_kafka_abort_transaction, (rd_kafka_t * rk, int timeout), (rk, timeout))
WRAP("produce", rd_kafka_produceva, (rd_kafka_t * rk, const rd_kafka_vu_t *fields, size_t n), (rk, fields, n))

/* Arguments of unknown number cannot be passed on: they become the list that rd_kafka_produceva takes. */
rd_kafka_resp_err_t rd_kafka_producev(rd_kafka_t *rk, ...) {
    rd_kafka_vu_t fields[16];
    size_t n = 0;
    va_list arguments;
    va_start(arguments, rk);
    for (int type; n < 16 && (type = va_arg(arguments, int)) != RD_KAFKA_VTYPE_END; n++) {
        fields[n].vtype = (rd_kafka_vtype_t)type;
        switch (type) {
        case RD_KAFKA_VTYPE_TOPIC:
            fields[n].u.cstr = va_arg(arguments, const char *);
            break;
        case RD_KAFKA_VTYPE_RKT:
            fields[n].u.rkt = va_arg(arguments, rd_kafka_topic_t *);
            break;
        case RD_KAFKA_VTYPE_PARTITION:
            fields[n].u.i32 = va_arg(arguments, int32_t);
            break;
        case RD_KAFKA_VTYPE_VALUE:
        case RD_KAFKA_VTYPE_KEY:
            fields[n].u.mem.ptr = va_arg(arguments, void *);
            fields[n].u.mem.size = va_arg(arguments, size_t);
            break;
        case RD_KAFKA_VTYPE_OPAQUE:
            fields[n].u.ptr = va_arg(arguments, void *);
            break;
        case RD_KAFKA_VTYPE_MSGFLAGS:
            fields[n].u.i = va_arg(arguments, int);
            break;
        case RD_KAFKA_VTYPE_TIMESTAMP:
            fields[n].u.i64 = va_arg(arguments, int64_t);
            break;
        case RD_KAFKA_VTYPE_HEADER:
            fields[n].u.header.name = va_arg(arguments, const char *);
            fields[n].u.header.val = va_arg(arguments, const void *);
            fields[n].u.header.size = va_arg(arguments, ssize_t);
            break;
        case RD_KAFKA_VTYPE_HEADERS:
            fields[n].u.headers = va_arg(arguments, rd_kafka_headers_t *);
            break;
        default:
            fprintf(stderr, "fault: rd_kafka_producev with a field of type %d\n", type);
            abort();
        }
    }
    va_end(arguments);
    rd_kafka_error_t *error = rd_kafka_produceva(rk, fields, n);
    rd_kafka_resp_err_t code = error == NULL ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_error_code(error);
    if (error != NULL) {
        rd_kafka_error_destroy(error);
    }
    return code;
}

/* The request that begins here, or NULL: its size, its key and the key's version stand in front. */
static const char *request_of(const struct msghdr *message) {
    const unsigned char *head = message->msg_iovlen > 0 ? message->msg_iov[0].iov_base : NULL;
    size_t total = 0;
    for (size_t i = 0; i < message->msg_iovlen; i++) {
        total += message->msg_iov[i].iov_len;
    }
    if (head == NULL || message->msg_iov[0].iov_len < 8) {
        return NULL;
    }
    size_t size = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
    int key = head[4] << 8 | head[5];
    for (size_t i = 0; size + 4 >= total && size < 100000000 && i < sizeof requests / sizeof requests[0]; i++) {
        if (requests[i].key == key) {
            return requests[i].name;
        }
    }
    return NULL;
}

ssize_t sendmsg(int socket, const struct msghdr *message, int flags) {
    ssize_t (*call)(int, const struct msghdr *, int) = (ssize_t(*)(int, const struct msghdr *, int))original("sendmsg");
    const char *request = request_of(message);
    if (request != NULL) {
        reached(request, false, socket);
    }
    ssize_t sent = call(socket, message, flags);
    if (request != NULL) {
        reached(request, true, socket);
    }
    return sent;
}
