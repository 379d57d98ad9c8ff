/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the clean room. A page text is a list of lines; each is described by features (lines.c, phrases.c), the weights of the
 * lexicon say how likely it is to be the article's or its headline (weights.c), the article's range is the stretch of
 * lines with the greatest sum (body.c), and the lines around it give the metadata (meta.c, outlet.c, dates.c, dateline.c). */
#ifndef DGM_CLEAN_PAGE_H
#define DGM_CLEAN_PAGE_H

#include "pipeline/stage.h"

enum {
#define F(name, meaning) DGM_LINE_BIT_##name,
#include "clean/features.def"
    DGM_LINE_FEATURES
};
#define DGM_LINE(name) ((uint64_t)1 << DGM_LINE_BIT_##name)

typedef struct dgm_clean_knowledge {
    bool known;
    dgm_table furniture, agencies, masthead, outlets, months, weekdays, labels, lines, elements;
    dgm_index phrases, agency_names, masthead_words, hosts, month_names, weekday_names, label_names, line_names,
        element_names;
    int kind, weight, agency_name, outlet_name, month_number, weekday_number, meaning, element_worth;
    int16_t body[DGM_LINE_FEATURES], headline[DGM_LINE_FEATURES], flat[DGM_LINE_FEATURES],
        html[DGM_LINE_FEATURES]; /* weights of the features */
    int16_t body_bias, headline_bias, flat_bias, html_bias;
} dgm_clean_knowledge;

typedef struct dgm_line {
    dgm_span span;         /* without white space at its ends */
    uint32_t words, lower; /* words; those that begin with a small letter */
    uint64_t features;     /* DGM_LINE(…) */
    int32_t body, headline;
    bool joined;   /* a piece of the same line of the page as the one before */
    uint32_t twin; /* an earlier line with the same words, or DGM_NONE */
} dgm_line;

/* What the tree of an html page says about a line of its text. */
typedef struct dgm_html_line {
    uint32_t start; /* byte of the text */
    bool chosen;    /* lies in the block that looks most like the article's */
    bool linked;    /* more than half of it are links */
    bool heading, item;
} dgm_html_line;
typedef DGM_VEC(dgm_html_line) dgm_html_lines;

typedef struct dgm_page {
    dgm_stage *stage;
    const dgm_clean_knowledge *know;
    dgm_html_lines tree; /* empty when the text did not come from html */
    dgm_line *lines;
    uint32_t count;                /* empty lines are not among them */
    bool flat;                     /* the line breaks are gone: `lines` are sentences */
    uint32_t body_first, body_end; /* lines, half open; equal: no article */
    uint32_t headline;             /* line or DGM_NONE */
} dgm_page;

int dgm_page_lines(dgm_page *page);        /* cuts the page and describes its lines */
void dgm_page_weigh(dgm_page *page);       /* gives each line its scores */
void dgm_page_body(dgm_page *page);        /* finds body_first, body_end, headline */
int dgm_page_meta(dgm_page *page);         /* headline, authors */
void dgm_page_outlet(dgm_page *page);      /* outlet and agency where the lines around the article name them */
void dgm_page_agency_last(dgm_page *page); /* where dateline and masthead named none */
int dgm_page_dates(dgm_page *page);        /* publication */
/* Cuts a dateline off the front of the first paragraph, and an agency tag with it. */
int dgm_page_dateline(dgm_page *page, dgm_span *first_paragraph);
/* Does `s` begin with a dateline or agency tag? Returns the bytes it takes; 0: it does not. */
uint32_t dgm_page_front(const dgm_page *page, dgm_str s);
/* … with an agency or a day in it, so that it is no heading in capitals? */
bool dgm_page_front_sure(const dgm_page *page, dgm_str s);

/* Looks up the lexicon's phrases in a line and sets the features that they give. */
void dgm_page_phrases(const dgm_page *page, dgm_line *line, dgm_str s);
/* Is the whole of `phrase` one of that kind in furniture.txt? */
bool dgm_page_is(const dgm_page *page, dgm_str phrase, const char *kind);
static inline bool dgm_line_has(const dgm_line *line, uint64_t features) { return (line->features & features) != 0; }
static inline dgm_str dgm_page_text(const dgm_page *page, uint32_t line) {
    return dgm_doc_span(page->stage->doc, page->lines[line].span);
}

/* A date in running text at byte `at` of the article ("October 22,2025", "22 Oct 2025", "2025-10-22", "18/03/2025", "Nov 3");
 * returns the bytes it takes, 0: none. The year is 0 where none is given. */
uint32_t dgm_page_date_at(const dgm_clean_knowledge *know, dgm_str text, uint32_t at, dgm_date *out);
/* The first full date (with a year) in `s`; `where` gets its place. */
bool dgm_page_find_date(const dgm_clean_knowledge *know, dgm_str s, dgm_date *out, dgm_span *where);
/* An agency's name at the beginning of `s`, in the spelling of the lexicon; empty: none. */
dgm_str dgm_page_agency(const dgm_clean_knowledge *know, dgm_str s, uint32_t *length);
/* One anywhere in a short line. */
dgm_str dgm_page_agency_in(const dgm_clean_knowledge *know, dgm_str s);

dgm_str dgm_trim(dgm_str s);
static inline dgm_str dgm_head(dgm_str s, uint32_t most) { return (dgm_str){s.p, s.n < most ? s.n : most}; }
bool dgm_name_like(dgm_str word); /* begins with a capital */
bool dgm_closing(uint32_t c);     /* a mark that can follow a sentence's stop */
/* The last code point of `s`, its length in *n; 0 when `s` is empty. */
uint32_t dgm_last_char(dgm_str s, uint32_t *n);

/* Language of a text, ISO 639-1, "und" when it cannot be told (language_cld2.cc). The result is static. */
const char *dgm_language_of(const char *text, uint32_t n, bool html);

/* The article's text and metadata out of a page (html.c): fills doc->text, and metadata of doc->clean that the page declares. */
int dgm_html_read(dgm_stage *stage, dgm_str html, bool want_text, dgm_html_lines *lines);

#endif
