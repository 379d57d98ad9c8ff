/* SPDX-License-Identifier: Apache-2.0 */
#include "backup.h"

#include <inttypes.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon.h"

static const char kind[] = "dragomand";

enum { HEX_BYTES = 2 * SHA256_DIGEST_SIZE + 1 };

/* Of all but the sum itself. False: no memory. */
static bool sum_of(json_t *backup, char hex[HEX_BYTES]) {
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    json_t *rest = json_copy(backup);
    json_object_del(rest, "sha256");
    char *text = rest ? json_dumps(rest, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    json_decref(rest);
    if (!text)
        return false;
    sha256_init(&hash);
    sha256_update(&hash, strlen(text), (const uint8_t *)text);
    sha256_digest(&hash, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    free(text);
    return true;
}

/* ---- written ------------------------------------------------------------------------------------------------------------ */

static json_t *suspects_of(const inflight *f) {
    inflight_suspect *list = calloc(INFLIGHT_SUSPECTS, sizeof *list);
    json_t *out = list ? json_array() : NULL;
    size_t n = out ? inflight_list(f, list) : 0;
    for (size_t i = 0; out && i < n; i++) {
        const inflight_suspect *s = &list[i];
        if (json_array_append_new(out, json_pack("{s:s, s:i, s:I, s:I, s:I}", "topic", s->topic, "partition",
                                                 (int)s->partition, "offset", (json_int_t)s->offset, "timestamp",
                                                 (json_int_t)s->timestamp, "crashes", (json_int_t)s->crashes)) != 0) {
            json_decref(out);
            out = NULL;
        }
    }
    free(list);
    return out;
}

json_t *backup_of(const inflight *f) {
    char hex[HEX_BYTES], written[32] = "";
    time_t now = time(NULL);
    struct tm day;
    if (gmtime_r(&now, &day))
        strftime(written, sizeof written, "%Y-%m-%dT%H:%M:%SZ", &day);
    json_t *suspects = suspects_of(f);
    json_t *backup =
        suspects ? json_pack("{s:s, s:i, s:i, s:s, s:s, s:o}", "backup", kind, "format", BACKUP_FORMAT, "oldest_reader",
                             1, "version", dgm_version(), "written", written, "suspects", suspects)
                 : NULL;
    if (backup && sum_of(backup, hex) && json_object_set_new(backup, "sha256", json_string(hex)) == 0)
        return backup;
    json_decref(backup);
    return NULL;
}

/* ---- read --------------------------------------------------------------------------------------------------------------- */

static const char damaged[] = "it is damaged, or was changed by hand: take another copy",
                  foreign[] = "dragoman state export makes a backup";

static bool refuse(dgm_error *e, const char *what, const char *where, const char *hint) {
    *e = (dgm_error){.code = DGM_BAD_ARGUMENT};
    snprintf(e->what, sizeof e->what, "%s", what);
    snprintf(e->where, sizeof e->where, "%s", where);
    snprintf(e->hint, sizeof e->hint, "%s", hint);
    return false;
}

static bool refuse_memory(dgm_error *e) {
    *e = (dgm_error){.code = DGM_MEMORY};
    snprintf(e->what, sizeof e->what, "no memory for the backup");
    return false;
}

/* What the parser says may quote the text, which is anybody's: only its kind of fault and its place are told. */
static bool refuse_text(const json_error_t *at, dgm_error *e) {
    char where[64];
    const char *what = "it is no JSON";
    switch (json_error_code(at)) {
    case json_error_out_of_memory:
        return refuse_memory(e);
    case json_error_premature_end_of_input:
        what = "it is no JSON: it ends in the middle";
        break;
    case json_error_duplicate_key:
        what = "it is no JSON of ours: a key stands twice";
        break;
    case json_error_stack_overflow:
        what = "it is no JSON of ours: it is nested too deep";
        break;
    case json_error_numeric_overflow:
        what = "it is no JSON of ours: a number is too large";
        break;
    default:
        break;
    }
    snprintf(where, sizeof where, "line %d, column %d", at->line, at->column);
    return refuse(e, what, where, "it is cut or damaged, or no backup: dragoman state export makes one");
}

/* A version is said to a person, on a terminal: nothing else is. */
static const char *version_of(const json_t *b) {
    const char *said = json_string_value(json_object_get(b, "version"));
    size_t n = said ? strspn(said, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+~-") : 0;
    return n > 0 && n <= 40 && !said[n] ? said : "unknown";
}

/* Formats count from 1; a reader of a later format than the writer's there cannot be. */
static bool is_understood(const json_t *b, dgm_error *e) {
    char what[200], hint[120];
    const json_t *said = json_object_get(b, "format"), *reader = json_object_get(b, "oldest_reader");
    json_int_t format = json_integer_value(said), oldest = reader ? json_integer_value(reader) : format;
    if (format < 1) /* or it is no number */
        return refuse(e, "it does not say its format", "format", damaged);
    if (oldest < 1 || oldest > format)
        return refuse(e, "it does not say who can read it", "oldest_reader", damaged);
    if (oldest <= BACKUP_FORMAT)
        return true;
    snprintf(what, sizeof what,
             "it is of format %" JSON_INTEGER_FORMAT ", which this program, of format %d, would misread", format,
             BACKUP_FORMAT);
    snprintf(hint, sizeof hint, "it was made by version %s: import it with that one or a later one", version_of(b));
    return refuse(e, what, "format", hint);
}

/* Whose it is comes first, then whether we understand it, then whether it is whole: each has another remedy. */
static bool is_ours(json_t *b, dgm_error *e) {
    char hex[HEX_BYTES];
    const char *said = json_string_value(json_object_get(b, "backup")),
               *sum = json_string_value(json_object_get(b, "sha256"));
    if (!said || strcmp(said, kind) != 0)
        return refuse(e, "it is no backup of dragomand", "backup", foreign);
    if (!is_understood(b, e))
        return false;
    if (!sum)
        return refuse(e, "its sum (sha256) is missing", "sha256", damaged);
    if (!sum_of(b, hex))
        return refuse_memory(e);
    return strcmp(sum, hex) == 0 || refuse(e, "its sum (sha256) is another one", "sha256", damaged);
}

/* A name that Kafka takes. */
static bool is_topic(const char *name) {
    size_t n = name ? strlen(name) : 0;
    return n > 0 && n < INFLIGHT_TOPIC &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == n;
}

static bool number(const json_t *of, const char *key, int64_t least, int64_t most, int64_t *out) {
    const json_t *value = json_object_get(of, key);
    *out = json_integer_value(value);
    return json_is_integer(value) && *out >= least && *out <= most;
}

/* NULL: it is good; else which of its members is not. */
static const char *read_suspect(const json_t *from, inflight_suspect *out) {
    const char *topic = json_string_value(json_object_get(from, "topic"));
    int64_t partition = 0, crashes = 0;
    if (!is_topic(topic))
        return "topic";
    if (!number(from, "partition", 0, INT32_MAX, &partition))
        return "partition";
    if (!number(from, "offset", 0, INT64_MAX, &out->offset))
        return "offset";
    if (!number(from, "timestamp", INT64_MIN, INT64_MAX, &out->timestamp))
        return "timestamp";
    if (!number(from, "crashes", 0, UINT32_MAX, &crashes))
        return "crashes";
    memcpy(out->topic, topic, strlen(topic) + 1);
    out->partition = (int32_t)partition;
    out->crashes = (uint32_t)crashes;
    return NULL;
}

static bool read_suspects(const json_t *backup, inflight_suspect **out, size_t *count, dgm_error *e) {
    char where[64];
    const json_t *list = json_object_get(backup, "suspects");
    size_t n = json_array_size(list);
    if (!json_is_array(list))
        return refuse(e, "it has no list of suspects", "suspects", foreign);
    *out = calloc(n + 1, sizeof **out);
    if (!*out)
        return refuse_memory(e);
    for (size_t i = 0; i < n; i++) {
        const char *wrong = read_suspect(json_array_get(list, i), &(*out)[i]);
        if (!wrong)
            continue;
        snprintf(where, sizeof where, "suspect %zu, %s", i + 1, wrong);
        free(*out);
        *out = NULL;
        return refuse(e, "a suspect is no article of a topic", where, foreign);
    }
    *count = n;
    return true;
}

bool backup_read(const char *text, size_t n, inflight_suspect **out, size_t *count, dgm_error *e) {
    json_error_t at;
    *out = NULL;
    *count = 0;
    json_t *backup = json_loadb(text, n, JSON_REJECT_DUPLICATES, &at);
    if (!backup)
        return refuse_text(&at, e);
    bool good = is_ours(backup, e) && read_suspects(backup, out, count, e);
    json_decref(backup);
    return good;
}

/* ---- the commands --------------------------------------------------------------------------------------------------------- */

static void say(const char *what, const dgm_error *e) {
    fprintf(stderr, "dragomand: %s: %s%s%s%s%s%s\n", what, e->what, e->where[0] ? " (" : "", e->where,
            e->where[0] ? ")" : "", e->hint[0] ? "; " : "", e->hint);
}

static int say_opened(enum inflight_opened opened, dgm_error *e) {
    if (opened == INFLIGHT_TAKEN)
        snprintf(e->hint, sizeof e->hint,
                 "a running daemon is asked with dragoman state export; before an import, systemctl stop dragomand");
    say("state", e);
    return opened == INFLIGHT_TAKEN ? EXIT_TAKEN : opened == INFLIGHT_NO_ROOM ? EXIT_AGAIN : EXIT_CONFIG;
}

static void say_found(const char *folder, const inflight_found *found) {
    if (found->anew)
        fprintf(stderr, "dragomand: %s/inflight is taken for empty: %s\n", folder, found->anew);
    if (found->damaged)
        fprintf(stderr, "dragomand: %s/inflight: %zu damaged entries are left out\n", folder, found->damaged);
    fprintf(stderr, "dragomand: %zu suspects, of which %zu have ended a process twice alone\n", found->suspects,
            found->condemned);
}

int backup_export(const char *folder, FILE *to) {
    inflight *f = NULL;
    inflight_found found;
    dgm_error e = {0};
    enum inflight_opened opened = inflight_look(folder, &f, &found, &e);
    if (opened != INFLIGHT_OPEN)
        return say_opened(opened, &e);
    json_t *backup = backup_of(f);
    inflight_close(f);
    bool made = backup && json_dumpf(backup, to, JSON_INDENT(2)) == 0 && fputc('\n', to) != EOF && fflush(to) == 0;
    json_decref(backup);
    if (!made) {
        perror("dragomand: the backup cannot be written");
        return EXIT_AGAIN;
    }
    if (found.none)
        fprintf(stderr, "dragomand: %s has no file inflight: no daemon has run with this folder yet\n", folder);
    say_found(folder, &found);
    return EXIT_OK;
}

/* All that comes, in a block that the caller frees. NULL: `e` says why. */
static char *take_all(FILE *from, size_t *n, dgm_error *e) {
    char *text = malloc(BACKUP_MOST + 1);
    if (!text) {
        refuse_memory(e);
        return NULL;
    }
    *n = fread(text, 1, BACKUP_MOST + 1, from);
    if (!ferror(from) && *n <= BACKUP_MOST)
        return text;
    refuse(e, ferror(from) ? "it cannot be read" : "it does not end: no backup is as long", "the file",
           "is it the right one?");
    free(text);
    return NULL;
}

/* All of it is read and found good before the state folder is touched. */
int backup_import(const char *folder, FILE *from) {
    dgm_error e = {0};
    inflight_suspect *list = NULL;
    inflight_found found;
    size_t n = 0, count = 0, forgotten = 0;
    char *text = take_all(from, &n, &e);
    bool good = text && backup_read(text, n, &list, &count, &e);
    free(text);
    if (!good) {
        say("the backup is refused, nothing was changed", &e);
        return e.code == DGM_MEMORY ? EXIT_AGAIN : EXIT_DATA;
    }
    enum inflight_opened opened = inflight_merge(folder, list, count, &found, &forgotten, &e);
    free(list);
    if (opened != INFLIGHT_OPEN)
        return say_opened(opened, &e);
    fprintf(stderr, "dragomand: %zu suspects came with the backup\n", count);
    if (forgotten)
        fprintf(stderr, "dragomand: there was no room for %zu, those that have ended a process least often\n",
                forgotten);
    say_found(folder, &found);
    return EXIT_OK;
}
