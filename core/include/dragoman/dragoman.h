/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libdragoman: raw news articles in, coded events out (who did what to whom, when, where, in whose words).
 *
 * A program opens one MODEL, gives each thread a SESSION, and runs articles through it:
 *
 *     dgm_error e = {0};
 *     dgm_model *m;     if (dgm_model_open("dragoman.model", &m, &e)) …e.what, e.where, e.hint…
 *     dgm_session *s;   if (dgm_session_new(m, NULL, &s, &e)) …
 *     if (dgm_run(s, json, length, &e) == DGM_OK)
 *         for (size_t i = 0; i < dgm_event_count(s); i++) { dgm_text r = dgm_event_record(s, i); … }
 *     dgm_session_free(s); dgm_model_unref(m);
 *
 * Threads: a model is immutable and may be shared by any number of threads; its reference count is atomic. A session
 *   belongs to one thread at a time; only dgm_cancel may be called from another.
 * Ownership: whatever a session returns is borrowed until its next dgm_run* call or dgm_session_free.
 * Determinism: the same model and the same article give the same bytes. Nothing here reads a clock, a locale, the
 *   environment, the network, or any file but the model; nothing is printed.
 * Formats: the input is an article, the output an extraction or an event record, all JSON in UTF-8, as in schemas/.
 */
#ifndef DRAGOMAN_H
#define DRAGOMAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define DGM_API __attribute__((visibility("default")))
#else
#define DGM_API
#endif

/* Everything that can go wrong: constant, dead-letter code (the closed list of the formats; "" where an article cannot
 * cause it), and what it means. One list for the enum, the names and the texts. */
#define DGM_ERRORS(X) \
    X(DGM_OK, "", "no error") \
    X(DGM_NOT_JSON, "not-json", "the input is not one JSON object") \
    X(DGM_WRONG_TYPE, "wrong-type", "a field has a type that cannot be read") \
    X(DGM_MISSING_TEXT, "missing-text", "the article has neither text nor html") \
    X(DGM_BAD_UTF8, "bad-utf8", "the bytes are not UTF-8") \
    X(DGM_BAD_TEXT, "bad-text", "the text holds U+0000 or a lone surrogate") \
    X(DGM_EMPTY, "empty", "the text has no words") \
    X(DGM_TOO_LARGE, "too-large", "the input is larger than the limit") \
    X(DGM_LANGUAGE, "language-not-supported", "the model cannot read the article's language") \
    X(DGM_TOO_COMPLEX, "too-complex", "the article used up its work budget") \
    X(DGM_RECORD_TOO_LARGE, "record-too-large", "a record is larger than its topic takes") \
    X(DGM_CRASHED, "crashed", "the article ended the process twice, alone") \
    X(DGM_INTERNAL, "internal", "a fault in the program") \
    X(DGM_MEMORY, "", "out of memory") \
    X(DGM_CANCELLED, "", "the run was cancelled") \
    X(DGM_NOT_FOUND, "", "there is no such file, section, stage or entry") \
    X(DGM_BAD_MODEL, "", "the model file is damaged, or of another version") \
    X(DGM_BAD_LEXICON, "", "the lexicon has an error") \
    X(DGM_BAD_ARGUMENT, "", "the caller asked for something impossible") \
    X(DGM_IO, "", "reading or writing failed")

#define DGM_ERROR_ENUM(name, code, text) name,
enum { DGM_ERRORS(DGM_ERROR_ENUM) DGM_ERROR_COUNT };
#undef DGM_ERROR_ENUM

/* Owned by the caller, zeroed before the first use; within one call the first error stays, dgm_run* begin anew. */
typedef struct dgm_error {
    int code;        /* one of the above */
    char what[256];  /* a sentence for a person, no line breaks, never the article's text */
    char where[128]; /* "actors.txt:12", "line 3, column 7", a stage; "" when it has no place */
    char hint[160];  /* what to do; "" when nothing is known */
} dgm_error;

typedef struct dgm_text {
    const char *p; /* not NUL-terminated */
    size_t n;      /* bytes; 0 with p == NULL: there is none */
} dgm_text;

typedef struct dgm_model dgm_model;
typedef struct dgm_session dgm_session;

/* All optional; zero means the default. Copied by dgm_session_new. */
typedef struct dgm_options {
    size_t max_input;        /* bytes of one article's JSON; default 2 MiB */
    size_t max_memory;       /* bytes one article may use while it is read; default 256 MiB */
    uint64_t max_work;       /* work units (about one for each token and stage step); default grows with the input */
    double min_confidence;   /* events below are left out; negative: the model's default; 0 (the default) shows all */
    int metadata_only_other; /* an unreadable language gives metadata and no events instead of DGM_LANGUAGE */
    void (*timer)(void *arg, const char *stage, int begins); /* called around each stage; may be NULL */
    void *timer_arg;
} dgm_options;

DGM_API const char *dgm_version(void);        /* "1.4.0" */
DGM_API const char *dgm_error_code(int code); /* "not-json", "" */
DGM_API const char *dgm_error_text(int code); /* "the input is not one JSON object" */
/* What the records' "type" may be, 0, 1, …: "AGREE". "" behind the last. */
DGM_API const char *dgm_event_type(size_t index);

/* Maps the file read-only and checks all of it (magic, version, checksums, bounds). */
DGM_API int dgm_model_open(const char *path, dgm_model **out, dgm_error *error);
DGM_API dgm_model *dgm_model_ref(dgm_model *model);
DGM_API void dgm_model_unref(dgm_model *model);           /* NULL is fine */
DGM_API const char *dgm_model_id(const dgm_model *model); /* "sha256:…" of the file */
/* A cell of the model's lexicon: of the first row of `table` whose cell (or one name in it) in the indexed column `by` is `key`, letter by
 * letter, the text in `column`. "" when there is no such row, or nothing in the cell. Valid as long as the model; from any thread.
 * Tables of codes (core/lexicon/codes) are what it is meant for: dgm_lookup(m, "states", "code", "DEU", "cow") is "255". */
DGM_API const char *dgm_lookup(const dgm_model *model, const char *table, const char *by, const char *key,
                               const char *column);

DGM_API int dgm_session_new(dgm_model *model, const dgm_options *options, dgm_session **out, dgm_error *error);
DGM_API void dgm_session_free(dgm_session *session); /* NULL is fine */

/* Reads one article (JSON object, n bytes). An error leaves the session ready for the next article. */
DGM_API int dgm_run(dgm_session *session, const char *json, size_t n, dgm_error *error);
/* The same up to the named stage, whose result as text is dgm_dump (the dump of `story` says which rule made each
 * event). `conllu` (may be NULL): its sentences and tokens replace what segment does; for a stage after parse, its tags and
 * trees, where it has them, replace what tag and parse do. */
DGM_API int dgm_run_stage(dgm_session *session, const char *stage, const char *json, size_t n, const char *conllu,
                          size_t conllu_n, dgm_error *error);
DGM_API dgm_text dgm_dump(const dgm_session *session);
/* From any thread: the current run ends with DGM_CANCELLED at its next step. */
DGM_API void dgm_cancel(dgm_session *session);

/* Of the last successful dgm_run: the extraction, its article id, the event records in order of the text. */
DGM_API dgm_text dgm_extraction(const dgm_session *session);
DGM_API dgm_text dgm_article_id(const dgm_session *session);
DGM_API size_t dgm_event_count(const dgm_session *session);
DGM_API dgm_text dgm_event_record(const dgm_session *session, size_t i, char id[37], double *confidence);

/* Who a phrase names (on a day, "" for today unknown; in a country's context, "" for none), as one JSON object. */
DGM_API int dgm_actor(dgm_session *session, const char *phrase, const char *date, const char *country, dgm_text *out,
                      dgm_error *error);

#ifdef __cplusplus
}
#endif
#endif
