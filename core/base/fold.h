/* SPDX-License-Identifier: Apache-2.0 */
/* The key form of names: how lexicon entries and words of a text are made comparable.
 *
 * A phrase becomes a sequence of UNITS. A unit is a run of letters and digits in lower case without diacritics
 * (É→e, ł→l, ı→i, ø→o, ß→ss, æ→ae …; Greek and Cyrillic letters only in lower case). Everything else separates units,
 * except full stops between or after single letters ("U.S." → "us", "J.D." → "jd") and digit groups' commas and
 * points ("1,500" → "1500"). "Cho Tae-yul" → cho tae yul; "Russia's" → russia s; "al-Shabaab" → al shabaab.
 * The compiler of the lexicon and the readers of a text use this one function. */
#ifndef DGM_BASE_FOLD_H
#define DGM_BASE_FOLD_H

#include "base/span.h"

#define DGM_UNIT_MAX 96 /* bytes of the longest unit kept; the rest is cut */

typedef struct dgm_unit {
    char text[DGM_UNIT_MAX]; /* folded */
    uint32_t n;
    uint32_t start, end; /* bytes in the source phrase */
} dgm_unit;

/* The next unit at or after *at (a byte offset in `s`, advanced past it); false: none left. */
bool dgm_fold_next(dgm_str s, uint32_t *at, dgm_unit *unit);
/* Key form of a whole phrase, units joined by one space, NUL-terminated; returns its length (cut at cap-1). */
uint32_t dgm_fold_key(dgm_str s, char *out, uint32_t cap);
/* 64-bit hash of the unit sequence, built up unit by unit: start with 0. */
uint64_t dgm_fold_hash(uint64_t so_far, const char *unit, uint32_t n);
uint64_t dgm_fold_hash_on(uint64_t so_far, dgm_str s); /* … by all units of a phrase */
uint64_t dgm_fold_hash_all(dgm_str s);                 /* of a whole phrase */

#endif
