/* SPDX-License-Identifier: Apache-2.0 */
/* Runs one scenario: test-replay FILE. README.md has the lines that a scenario is made of. */
#define _GNU_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon.h"
#include "stopped.h"
#include "world.h"

enum { WORDS = 64 };

typedef struct script {
    const char *path;
    char *lines[1024];
    size_t n, next;
    char *words[WORDS];
    size_t word_n;
    char config_path[64];
    int status; /* the daemon's, once it has ended */
    bool ended, once;
    window edges;
    size_t window; /* the line after that of the window; 0: there is none */
} script;

static world a_world;
world *the_world = &a_world;
static script the_script;

__attribute__((noreturn, format(printf, 1, 2))) static void stop(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%zu: ", the_script.path, the_script.next);
    vfprintf(stderr, format, args);
    fprintf(stderr, "\n");
    for (size_t i = 0; i < a_world.out_n; i++)
        fprintf(stderr, "    sent %s %s%s\n", a_world.out[i].topic, a_world.out[i].label,
                a_world.out[i].told ? "" : " (not delivered)");
    fprintf(stderr, "    last log: %s\n", a_world.last_log);
    unlink(the_script.config_path);
    world_state_remove();
    exit(1);
}

static const char *word(size_t i) {
    if (i >= the_script.word_n)
        stop("a word is missing");
    return the_script.words[i];
}

static int64_t number(size_t i) {
    char *end = NULL;
    int64_t value = strtoll(word(i), &end, 10);
    if (strcmp(end, "s") == 0)
        return value * 1000;
    if (*end && strcmp(end, "ms") != 0)
        stop("%s is no number", word(i));
    return value;
}

static bool is(size_t i, const char *text) { return i < the_script.word_n && strcmp(the_script.words[i], text) == 0; }

/* ---- what happens ---------------------------------------------------------------------------------------------------------- */

static pending *arrival(enum arrival kind) {
    pending *p = &a_world.inbox[a_world.inbox_n++];
    *p = (pending){.kind = kind, .offset = -1, .stop = -1};
    a_world.activity++;
    return p;
}

static void partition_event(enum arrival kind) {
    pending *p = arrival(kind);
    snprintf(p->topic, sizeof p->topic, "%s", word(1));
    p->partition = (int32_t)number(2);
    if (is(3, "at"))
        p->offset = world_place(p->topic, p->partition)->committed = number(4);
    if (is(5, "to"))
        p->stop = number(6);
    if (kind == ARRIVAL_END)
        p->offset = number(3);
    if (kind == ARRIVAL_ASSIGN)
        world_place(p->topic, p->partition)->position = p->offset >= 0 ? p->offset : 0;
}

/* name=value words: key, header (name:value), time; the others are fields of the article. */
static void fill_record(bus_record *r, json_t *article, const char *text) {
    char *copy = strdup(text), *equals = strchr(copy, '=');
    if (!equals)
        stop("%s: name=value is expected", text);
    *equals = '\0';
    const char *value = equals + 1;
    char *end = NULL;
    long long n = strtoll(value, &end, 10);
    if (strcmp(copy, "key") == 0) {
        r->key = (bus_bytes){strdup(value), strlen(value)};
    } else if (strcmp(copy, "time") == 0) {
        r->timestamp = n;
    } else if (strcmp(copy, "header") == 0) {
        bus_header *h = realloc((bus_header *)(uintptr_t)r->headers, (r->header_count + 1) * sizeof *h);
        const char *colon = strchr(value, ':');
        h[r->header_count].name = strndup(value, (size_t)(colon - value));
        h[r->header_count].value = (bus_bytes){strdup(colon + 1), strlen(colon + 1)};
        r->headers = h;
        r->header_count++;
    } else {
        json_object_set_new(article, copy, *value && !*end ? json_integer(n) : json_string(value));
    }
    free(copy);
}

/* article TOPIC PARTITION OFFSET name=value…    or with "raw TEXT" instead of the fields; tombstone has no value */
static void record_event(bool tombstone) {
    pending *p = arrival(ARRIVAL_RECORD);
    bus_record *r = calloc(1, sizeof *r);
    json_t *article = json_object();
    snprintf(p->topic, sizeof p->topic, "%s", word(1));
    p->partition = (int32_t)number(2);
    *r = (bus_record){.topic = strdup(word(1)), .partition = p->partition, .offset = number(3), .timestamp = -1};
    bool raw = is(4, "raw");
    for (size_t i = 4; i < the_script.word_n && !raw; i++)
        fill_record(r, article, word(i));
    char *value = raw ? strdup(word(5)) : json_dumps(article, JSON_COMPACT);
    if (tombstone)
        free(value);
    else
        r->value = (bus_bytes){value, strlen(value)};
    json_decref(article);
    p->record = r;
}

/* suspect TOPIC PARTITION OFFSET [crashed N]: what earlier processes have left in the state folder */
static void suspect(void) {
    bus_record r = {.topic = word(1), .partition = (int32_t)number(2), .offset = number(3), .timestamp = -1};
    world_suspect(&r, is(4, "crashed") ? (int)number(5) : 0);
}

static void trouble_event(void) {
    pending *p = arrival(ARRIVAL_TROUBLE);
    p->trouble = is(1, "fatal")     ? BUS_TROUBLE_FATAL
                 : is(1, "taken")   ? BUS_TROUBLE_TAKEN
                 : is(1, "wrong")   ? BUS_TROUBLE_WRONG
                 : is(1, "stopped") ? BUS_TROUBLE_STOPPED
                                    : BUS_TROUBLE_PASSING;
    snprintf(p->text, sizeof p->text, "%s trouble", word(1));
    if (p->trouble == BUS_TROUBLE_STOPPED) {
        snprintf(p->topic, sizeof p->topic, "%s", word(2));
        p->partition = (int32_t)number(3);
    }
}

static void deliver(enum bus_delivery result, const char *error) {
    bool all = is(1, "all");
    int64_t n = all ? 1 : number(1);
    for (int64_t i = 0; i < n || all; i++)
        if (!world_tell(result, error)) {
            if (!all)
                stop("nothing waits for its delivery");
            return;
        }
}

/* choose TOPIC PARTITION earliest|latest|OFFSET ANSWER: the operator's word; ANSWER is done or the code of the refusal */
static void choose(void) {
    stopped_answer said;
    int64_t from = is(3, "earliest") ? BUS_EARLIEST : is(3, "latest") ? BUS_LATEST : number(3);
    bool done = stopped_choose(a_world.events.arg, word(1), (int32_t)number(2), from, &said);
    if (!is(4, done ? "done" : said.code))
        stop("the answer is %s", done ? "done" : said.code);
}

/* ---- what is expected -------------------------------------------------------------------------------------------------------- */

/* sent: everything; seen: what a reader of committed records sees. */
static void expect_sent(bool seen) {
    size_t at = 3;
    for (size_t i = 0; i < a_world.out_n; i++) {
        if (strcmp(a_world.out[i].topic, word(2)) != 0 || (seen && (a_world.out[i].open || a_world.out[i].aborted)))
            continue;
        if (at >= the_script.word_n)
            stop("%s was sent to %s and is not expected", a_world.out[i].label, word(2));
        if (strcmp(a_world.out[i].label, word(at)) != 0)
            stop("%s was sent to %s, expected was %s", a_world.out[i].label, word(2), word(at));
        at++;
    }
    if (at < the_script.word_n)
        stop("%s was not sent to %s", word(at), word(2));
}

/* The n-th message of a topic, counted from 0. */
static const sent *message(const char *topic, int64_t n) {
    for (size_t i = 0; i < a_world.out_n; i++)
        if (strcmp(a_world.out[i].topic, topic) == 0 && n-- == 0)
            return &a_world.out[i];
    stop("%s has no such message", topic);
}

static void same(const char *what, const char *found, const char *expected) {
    if (!found || strcmp(found, expected) != 0)
        stop("%s is %s, expected was %s", what, found ? found : "missing", expected);
}

static void expect_header(void) {
    const sent *s = message(word(2), number(3));
    const char *found = NULL;
    for (size_t i = 0; i < s->header_count; i++)
        if (strcmp(s->headers[i].name, word(4)) == 0) {
            if (found)
                stop("the header %s stands twice", word(4));
            found = s->headers[i].value.p;
        }
    if (is(5, "none")) {
        if (found)
            stop("there is a header %s", word(4));
        return;
    }
    if (!is(5, "any") || !found)
        same(word(4), found, word(5));
}

/* expect at-work ID…: the articles that workers have now, in the order in which they got them */
static void expect_at_work(void) {
    size_t at = 2;
    for (size_t i = 0; i < a_world.held_n; i++) {
        const held *h = &a_world.held[i];
        char mark[128] = "";
        if (h->done || atomic_load(&h->slot->dropped))
            continue;
        if (at < the_script.word_n)
            snprintf(mark, sizeof mark, "\"id\":\"%s\"", word(at));
        if (!*mark || !strstr(h->slot->record->value.p, mark))
            stop("%.60s is at work, expected was %s", (const char *)h->slot->record->value.p, *mark ? mark : "nothing");
        at++;
    }
    if (at < the_script.word_n)
        stop("%s is not at work", word(at));
}

static void equal(const char *what, int64_t found, int64_t expected) {
    if (found != expected)
        stop("%s is %" PRId64 ", expected was %" PRId64, what, found, expected);
}

static int log_kind(const char *name) {
    static const char *const names[] = {
#define LOG(kind, level, id, help) #kind,
#include "log.def"
    };
    for (int i = 0; i < LOG_KINDS; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    stop("there is no log entry %s", name);
}

static void expect_words(const char *what, const char *text) {
    char phrase[1024] = "";
    for (size_t i = 2; i < the_script.word_n; i++) {
        size_t n = strlen(phrase);
        snprintf(phrase + n, sizeof phrase - n, "%s%s", n ? " " : "", word(i));
    }
    if (!*phrase || !strstr(text, phrase))
        stop("%s is \"%s\", expected was %s", what, text, phrase);
}

static void expect(void) {
    if (is(1, "sent") || is(1, "seen"))
        expect_sent(is(1, "seen"));
    else if (is(1, "header"))
        expect_header();
    else if (is(1, "key"))
        same("key", message(word(2), number(3))->key, word(4));
    else if (is(1, "contains")) {
        const char *value = message(word(2), number(3))->value;
        if (!value || !strstr(value, word(4)))
            stop("%s does not hold %s", value ? value : "no value", word(4));
    } else if (is(1, "no-value")) {
        if (message(word(2), number(3))->value)
            stop("there is a value");
    } else if (is(1, "committed"))
        equal("the committed offset", world_place(word(2), (int32_t)number(3))->committed, number(4));
    else if (is(1, "at-work"))
        expect_at_work();
    else if (is(1, "suspects"))
        equal("the number of suspects", (int64_t)world_suspects(), number(2));
    else if (is(1, "paused") || is(1, "reading"))
        equal("paused", world_place(word(2), (int32_t)number(3))->paused, is(1, "paused"));
    else if (is(1, "log"))
        equal(word(2), a_world.logged[log_kind(word(2))], number(3));
    else if (is(1, "said"))
        expect_words("the last log entry", a_world.last_log);
    else if (is(1, "notified"))
        expect_words("what systemd was told", a_world.notified);
    else if (is(1, "silent")) {
        if (strstr(a_world.notified, word(2)))
            stop("systemd was told %s", word(2));
    } else if (is(1, "status"))
        expect_words("the status", a_world.status);
    else if (is(1, "transactions"))
        equal("transactions", a_world.transactions, number(2));
    else if (is(1, "open") || is(1, "no-open"))
        equal("an open transaction", a_world.transaction, is(1, "open"));
    else if (is(1, "exit") && the_script.ended)
        equal("the exit status", the_script.status, number(2));
    else
        stop("expect what?");
}

/* answer CALL OUTCOME [N]: what brokers say to the next N such calls */
static void prepare_answer(void) {
    static const char *const calls[ASKED_N] = {"start", "begin", "offer", "commit", "abort"};
    static const char *const outcomes[] = {"done", "again", "abort", "lost", "taken", "wrong"};
    size_t call = 0, outcome = 0;
    while (call < ASKED_N && !is(1, calls[call]))
        call++;
    while (outcome < sizeof outcomes / sizeof outcomes[0] && !is(2, outcomes[outcome]))
        outcome++;
    if (call == ASKED_N || outcome == sizeof outcomes / sizeof outcomes[0])
        stop("answer start|begin|offer|commit|abort done|again|abort|lost|taken|wrong [N] is expected");
    for (int64_t n = the_script.word_n > 3 ? number(3) : 1; n > 0; n--)
        a_world.answers[a_world.answer_n++] = (answer){(enum asked)call, (enum bus_outcome)outcome};
}

/* ---- the script ------------------------------------------------------------------------------------------------------------------ */

static void set_switch(void) {
    bool by_hand = is(1, "by-hand");
    if (is(0, "workers"))
        a_world.workers_by_hand = by_hand;
    else if (is(0, "deliveries"))
        a_world.deliveries_by_hand = by_hand;
    else if (is(0, "producer")) {
        a_world.producer_full = is(1, "full");
        a_world.producer_most = is(1, "refuses-over") ? (size_t)number(2) : 0;
    } else {
        a_world.commits_fail = is(1, "fail");
        a_world.commits_silent = is(1, "silent");
    }
}

/* config [SECTION] NAME = VALUE: adds to the file, or writes it anew before a reload */
static void configure(bool anew) {
    FILE *f = fopen(the_script.config_path, anew ? "we" : "ae");
    const char *line = strchr(the_script.lines[the_script.next - 1], '[');
    const char *close = line ? strchr(line, ']') : NULL;
    if (!f || !close)
        stop("config [SECTION] NAME = VALUE is expected");
    if (anew)
        fprintf(f, "[kafka]\nbootstrap.servers = nowhere:1\n%s[flow]\ndelivery = %s\nstate = %s\n",
                strstr(line, " model ") ? "" : "[reading]\nmodel = good.model\n",
                the_script.once ? "exactly-once" : "at-least-once", world_state());
    fprintf(f, "%.*s\n%s\n", (int)(close + 1 - line), line, close + 1);
    fclose(f);
}

static void split_line(void) {
    static char copy[8192];
    snprintf(copy, sizeof copy, "%s", the_script.lines[the_script.next++]);
    the_script.word_n = 0;
    char *comment = copy[0] == '#' ? copy : strstr(copy, " # ");
    if (comment)
        *comment = '\0';
    for (char *p = strtok(copy, " \t"); p && the_script.word_n < WORDS; p = strtok(NULL, " \t"))
        the_script.words[the_script.word_n++] = p;
}

static void act(void) {
    if (is(0, "expect"))
        expect();
    else if (is(0, "assign"))
        partition_event(ARRIVAL_ASSIGN);
    else if (is(0, "reach"))
        partition_event(ARRIVAL_END);
    else if (is(0, "revoke"))
        partition_event(ARRIVAL_REVOKE);
    else if (is(0, "lose"))
        partition_event(ARRIVAL_LOSE);
    else if (is(0, "article") || is(0, "tombstone"))
        record_event(is(0, "tombstone"));
    else if (is(0, "trouble"))
        trouble_event();
    else if (is(0, "answer"))
        prepare_answer();
    else if (is(0, "work")) {
        if (!world_finish(is(1, "all") ? NULL : word(1)) && !is(1, "all"))
            stop("no worker has %s", word(1));
    } else if (is(0, "deliver"))
        deliver(BUS_DELIVERED, NULL);
    else if (is(0, "fail"))
        deliver(BUS_FAILED, "the broker is away");
    else if (is(0, "refuse"))
        deliver(BUS_TOO_LARGE, "too large");
    else if (is(0, "unfit"))
        deliver(BUS_UNFIT, "not taken");
    else if (is(0, "workers") || is(0, "deliveries") || is(0, "producer") || is(0, "commits"))
        set_switch();
    else if (is(0, "holds")) {
        world_place(word(1), (int32_t)number(2))->first = number(3);
        world_place(word(1), (int32_t)number(2))->end = number(4);
    } else if (is(0, "choose"))
        choose();
    else if (is(0, "position"))
        world_place(word(1), (int32_t)number(2))->position = number(3);
    else if (is(0, "advance"))
        a_world.now += number(1);
    else if (is(0, "deaf"))
        a_world.deaf = true;
    else if (is(0, "forget-notes"))
        a_world.notified[0] = '\0';
    else if (is(0, "config"))
        configure(true);
    else if (is(0, "signal"))
        a_world.signal = is(1, "HUP") ? SIGHUP : is(1, "INT") ? SIGINT : SIGTERM;
    else if (!is(0, "ended"))
        stop("%s is no line of a scenario", word(0));
}

void world_step(void) {
    if (the_script.next >= the_script.n)
        stop("the scenario is over and the daemon goes on: it needs the line `ended`");
    split_line();
    if (the_script.word_n == 0)
        return;
    if (is(0, "ended"))
        a_world.barrier = true;
    else
        act();
    if (a_world.activity != a_world.seen)
        a_world.seen = a_world.activity; /* the daemon looks at once */
}

static void load(const char *path) {
    FILE *f = fopen(path, "re");
    char *line = NULL;
    size_t cap = 0;
    ssize_t n = 0;
    if (!f) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
    while (the_script.n < 1024 && (n = getline(&line, &cap, f)) >= 0) {
        line[strcspn(line, "\n")] = '\0';
        the_script.lines[the_script.n++] = strdup(line);
    }
    free(line);
    fclose(f);
}

static void hear(void *arg, const char *line) {
    (void)arg;
    stop("%s", line);
}

/* Lines before the first that something happens to: the configuration. */
static void prepare(void) {
    bool model = false;
    snprintf(the_script.config_path, sizeof the_script.config_path, "/tmp/dragomand-replay-XXXXXX");
    FILE *f = fdopen(mkstemp(the_script.config_path), "w");
    fprintf(f, "[kafka]\nbootstrap.servers = nowhere:1\n");
    fclose(f);
    for (; the_script.next < the_script.n; model = model || is(2, "model")) {
        split_line();
        if (the_script.word_n && !is(0, "config") && !is(0, "answer") && !is(0, "window") && !is(0, "suspect")) {
            the_script.next--;
            break;
        }
        if (is(0, "config"))
            configure(false);
        else if (is(0, "answer"))
            prepare_answer();
        else if (is(0, "window"))
            the_script.window = the_script.next;
        else if (is(0, "suspect"))
            suspect();
    }
    f = fopen(the_script.config_path, "ae");
    if (!model)
        fprintf(f, "[reading]\nmodel = good.model\n");
    fprintf(f, "[flow]\nstate = %s\n", world_state());
    fclose(f);
}

static void clean(void) {
    for (size_t i = 0; i < a_world.out_n; i++) {
        sent *s = &a_world.out[i];
        for (size_t j = 0; j < s->header_count; j++) {
            free((char *)(uintptr_t)s->headers[j].name);
            free((char *)(uintptr_t)s->headers[j].value.p);
        }
        free(s->headers);
        free(s->topic);
        free(s->key);
        free(s->label);
        free(s->value);
    }
    for (size_t i = 0; i < the_script.n; i++)
        free(the_script.lines[i]);
    unlink(the_script.config_path);
    world_state_remove();
}

/* window FROM UNTIL [dry]: as dragomand --from FROM --until UNTIL --dry-run */
static void open_window(config *c) {
    char why[256];
    size_t next = the_script.next;
    the_script.next = the_script.window - 1;
    split_line();
    if (!window_parse(word(1), word(2), &the_script.edges, why, sizeof why))
        stop("%s", why);
    the_script.edges.dry_run = is(3, "dry");
    if (the_script.edges.dry_run)
        c->delivery = AT_LEAST_ONCE;
    c->window = &the_script.edges;
    the_script.next = next;
}

int main(int argc, char **argv) {
    config c;
    if (argc != 2) {
        fprintf(stderr, "usage: test-replay FILE\n");
        return 64;
    }
    the_script.path = argv[1];
    a_world.now = 1000000;
    load(argv[1]);
    prepare();
    if (config_read(the_script.config_path, &c, hear, NULL) != 0)
        return 1;
    if (the_script.window)
        open_window(&c);
    the_script.once = c.delivery == EXACTLY_ONCE;
    daemon_end end = daemon_run(&c, 0);
    the_script.status = end.status;
    the_script.ended = true;
    for (; the_script.next < the_script.n; a_world.barrier = a_world.barrier || is(0, "ended")) {
        split_line();
        if (!a_world.barrier && the_script.word_n && !is(0, "ended"))
            stop("the daemon ended early, with %d", end.status);
        if (the_script.word_n)
            act();
    }
    config_free(&c);
    window_free(&the_script.edges);
    clean();
    return 0;
}
