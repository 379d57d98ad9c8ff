/* SPDX-License-Identifier: Apache-2.0 */
/* Files as articles: .json is one, .jsonl one a line, .txt and .html are the text or page of one named like the file. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "demo.h"

typedef struct feeder {
    rd_kafka_t *rk;
    const char *topic;
    int sent, bad;
} feeder;

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m, void *opaque) {
    feeder *f = opaque;
    (void)rk;
    if (!m->err)
        return;
    fprintf(stderr, "dragoman-demo: an article was not delivered: %s\n", rd_kafka_err2str(m->err));
    f->bad++;
}

static void send_article(feeder *f, const char *key, const char *value, size_t n) {
    rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR_NO_ERROR;
    do {
        err = rd_kafka_producev(f->rk, RD_KAFKA_V_TOPIC(f->topic), RD_KAFKA_V_KEY(key, strlen(key)),
                                RD_KAFKA_V_VALUE((void *)(uintptr_t)value, n), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                                RD_KAFKA_V_END);
        rd_kafka_poll(f->rk, err == RD_KAFKA_RESP_ERR__QUEUE_FULL ? 100 : 0);
    } while (err == RD_KAFKA_RESP_ERR__QUEUE_FULL);
    f->sent += err == RD_KAFKA_RESP_ERR_NO_ERROR;
    f->bad += err != RD_KAFKA_RESP_ERR_NO_ERROR;
    if (err)
        fprintf(stderr, "dragoman-demo: %s: %s\n", key, rd_kafka_err2str(err));
}

/* Bytes that are no UTF-8 are sent as they are: it is the daemon's part to say so. */
static void send_text(feeder *f, const char *name, const char *field, const char *text, size_t n) {
    json_t *article = json_pack("{s:s, s:s%}", "id", name, field, text, n);
    char *value = article ? json_dumps(article, JSON_COMPACT) : NULL;
    send_article(f, name, value ? value : text, value ? strlen(value) : n);
    free(value);
    json_decref(article);
}

static void send_lines(feeder *f, const char *name, const char *text) {
    char key[512];
    int line = 0;
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, "\n");
        snprintf(key, sizeof key, "%s:%d", name, ++line);
        if (n)
            send_article(f, key, p, n);
        p += n + (p[n] == '\n');
    }
}

static char *read_whole(const char *path, size_t *n) {
    FILE *file = fopen(path, "re");
    char *text = NULL;
    struct stat s;
    if (file && fstat(fileno(file), &s) == 0 && (text = calloc(1, (size_t)s.st_size + 1)))
        *n = fread(text, 1, (size_t)s.st_size, file);
    if (!text)
        fprintf(stderr, "dragoman-demo: %s: %s\n", path, strerror(errno));
    if (file)
        fclose(file);
    return text;
}

static void send_file(feeder *f, const char *path) {
    char name[256];
    const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path, *dot = strrchr(base, '.');
    const char *end = dot ? dot : "";
    size_t n = 0;
    if (strcmp(end, ".txt") != 0 && strcmp(end, ".html") != 0 && strcmp(end, ".json") != 0 &&
        strcmp(end, ".jsonl") != 0)
        return;
    char *text = read_whole(path, &n);
    snprintf(name, sizeof name, "%.*s", (int)(dot - base), base);
    if (!text)
        f->bad++;
    else if (strcmp(end, ".json") == 0)
        send_article(f, name, text, n);
    else if (strcmp(end, ".jsonl") == 0)
        send_lines(f, name, text);
    else
        send_text(f, name, end[1] == 't' ? "text" : "html", text, n);
    free(text);
}

static void send_folder(feeder *f, const char *path) {
    char file[4096];
    struct dirent **entries = NULL;
    int n = scandir(path, &entries, NULL, alphasort);
    if (n < 0) {
        fprintf(stderr, "dragoman-demo: %s: %s\n", path, strerror(errno));
        f->bad++;
    }
    for (int i = 0; i < n; i++) {
        snprintf(file, sizeof file, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            send_file(f, file);
        free(entries[i]);
    }
    free((void *)entries);
}

int demo_feed(const demo *d) {
    char error[256];
    feeder f = {.topic = d->topic};
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", d->brokers ? d->brokers : "", error, sizeof error);
    rd_kafka_conf_set(conf, "message.max.bytes", "20000000", error, sizeof error);
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    rd_kafka_conf_set_opaque(conf, &f);
    if (!d->topic || !(f.rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error, sizeof error))) {
        rd_kafka_conf_destroy(conf);
        fprintf(stderr, "dragoman-demo: feed needs --brokers and --topic\n");
        return 64;
    }
    for (size_t i = 0; i < d->n; i++) {
        struct stat s;
        if (stat(d->rest[i], &s) == 0 && S_ISDIR(s.st_mode))
            send_folder(&f, d->rest[i]);
        else
            send_file(&f, d->rest[i]);
    }
    if (rd_kafka_flush(f.rk, d->timeout * 1000) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        fprintf(stderr, "dragoman-demo: articles were not delivered in time\n");
        f.bad++;
    }
    rd_kafka_destroy(f.rk);
    printf("%d\n", f.sent);
    return f.bad > 0;
}
