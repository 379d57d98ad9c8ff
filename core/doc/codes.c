/* SPDX-License-Identifier: Apache-2.0 */
/* Names of the closed lists, and warnings of an article. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "doc/doc.h"

#define WARNINGS_MAX 32

static const char *const upos_names[] = {
#define U(name) #name,
#include "doc/ud.def"
};
static const char *const xpos_names[] = {
#define X(c, name) name,
#include "doc/ud.def"
};
static const char *const rel_names[] = {
#define D(c, name) name,
#include "doc/ud.def"
};
static const char *const event_names[] = {
#define EVENT(type, quad, score10) #type,
#include "doc/codes.def"
};
static const char *const event_quads[] = {
#define EVENT(type, quad, score10) quad,
#include "doc/codes.def"
};
static const int16_t event_scores[] = {
#define EVENT(type, quad, score10) score10,
#include "doc/codes.def"
};
static const struct mode {
    const char *name;
    uint8_t type;
    int16_t score10;
} modes[] = {
#define MODE(type, c, name, score10) {name, DGM_EVENT_##type, score10},
#include "doc/codes.def"
};
static const char *const context_names[] = {
#define CONTEXT(name) #name,
#include "doc/codes.def"
};
static const char *const sector_names[] = {
#define SECTOR(code) #code,
#include "doc/codes.def"
};
enum { SECTOR_BYTES = 3 };
#define SECTOR(code) _Static_assert(sizeof #code == SECTOR_BYTES + 1, "every sector has three letters");
#include "doc/codes.def"
static const char *const entity_type_names[] = {"other",    "person",    "organization", "country", "place",
                                                "facility", "agreement", "event",        "group",   "weapon"};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
_Static_assert(COUNT(entity_type_names) == DGM_ENTITY_TYPE_COUNT, "one name for each entity type");

static const char *name_of(const char *const *names, size_t count, unsigned i) { return i < count ? names[i] : "_"; }

static unsigned find(const char *const *names, size_t count, dgm_str name) {
    for (unsigned i = 1; i < count; i++)
        if (dgm_str_is(name, names[i]))
            return i;
    return 0;
}

const char *dgm_upos_name(unsigned upos) {
    return upos == DGM_UPOS_NONE ? "_" : name_of(upos_names, COUNT(upos_names), upos);
}
const char *dgm_xpos_name(unsigned xpos) { return name_of(xpos_names, COUNT(xpos_names), xpos); }
const char *dgm_rel_name(unsigned rel) { return name_of(rel_names, COUNT(rel_names), rel); }
unsigned dgm_upos_of(dgm_str name) { return find(upos_names, COUNT(upos_names), name); }
unsigned dgm_xpos_of(dgm_str name) { return find(xpos_names, COUNT(xpos_names), name); }

unsigned dgm_rel_of(dgm_str name) {
    unsigned rel = find(rel_names, COUNT(rel_names), name);
    const char *colon = rel || !name.n ? NULL : memchr(name.p, ':', name.n);
    return colon ? find(rel_names, COUNT(rel_names), (dgm_str){name.p, (uint32_t)(colon - name.p)}) : rel;
}

const char *dgm_event_name(unsigned type) { return name_of(event_names, COUNT(event_names), type); }
const char *dgm_event_quad(unsigned type) { return name_of(event_quads, COUNT(event_quads), type); }
int dgm_event_score10(unsigned type) { return type < COUNT(event_scores) ? event_scores[type] : 0; }
const char *dgm_mode_name(unsigned mode) { return mode < COUNT(modes) ? modes[mode].name : "_"; }
unsigned dgm_mode_type(unsigned mode) { return mode < COUNT(modes) ? modes[mode].type : DGM_EVENT_COUNT; }
int dgm_mode_score10(unsigned mode) { return mode < COUNT(modes) ? modes[mode].score10 : 0; }
const char *dgm_context_name(unsigned context) { return name_of(context_names, COUNT(context_names), context); }
const char *dgm_sector_name(unsigned sector) { return name_of(sector_names, COUNT(sector_names), sector); }
const char *dgm_entity_type_name(unsigned type) { return name_of(entity_type_names, COUNT(entity_type_names), type); }

static bool separates(char c) { return c == ' ' || c == ';' || c == ','; }

uint32_t dgm_sectors_of(const char *list, bool *ok) {
    uint32_t bits = 0;
    *ok = true;
    while (*list) {
        uint32_t n = 0;
        while (list[n] && !separates(list[n]))
            n++;
        unsigned i = n == SECTOR_BYTES || n == 0 ? 0 : COUNT(sector_names);
        while (n && i < COUNT(sector_names) && memcmp(list, sector_names[i], SECTOR_BYTES) != 0)
            i++;
        if (i == COUNT(sector_names))
            *ok = false;
        else if (n)
            bits |= 1u << i;
        list += n + (list[n] != '\0');
    }
    return bits;
}

bool dgm_doc_warn(dgm_doc *doc, const char *format, ...) {
    char text[512];
    va_list args;
    if (doc->warnings.count >= WARNINGS_MAX)
        return true;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0)
        return true;
    size_t length = (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    if (length < (size_t)n) { /* cut: not within a UTF-8 sequence */
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    char *copy = dgm_arena_dup(doc->arena, text, length);
    dgm_str *warning = copy ? DGM_PUSH(&doc->warnings, doc->arena) : NULL;
    if (!warning)
        return false;
    *warning = (dgm_str){copy, (uint32_t)length};
    return true;
}
